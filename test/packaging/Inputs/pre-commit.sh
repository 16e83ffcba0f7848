# pre-commit.sh HOOKS REPOSITORY: commits what is in both, and runs the hooks.
set -eu
commit() {
  git -c user.name=test -c user.email=test@localhost -C "$1" commit -qm all --no-verify
}
for folder; do
  git init -q "$folder"
  git -C "$folder" add -A
  commit "$folder"
done
hooks=$1
cd "$2"
use() { # id of a hook
  cat >.pre-commit-config.yaml <<END
repos:
  - repo: $hooks
    rev: $(git -C "$hooks" rev-parse HEAD)
    hooks: [{id: $1}]
END
  git add .pre-commit-config.yaml
}
use unblock-lint
for what in changed:src/bad.cpp other:src/good.cpp header:src/task.h; do
  echo "== ${what%:*}"
  echo >>"${what#*:}"
  git add "${what#*:}"
  pre-commit run || true
  commit .
done
use unblock-lint-project
echo "== project"
echo >>src/good.cpp
git add src/good.cpp
pre-commit run || true
