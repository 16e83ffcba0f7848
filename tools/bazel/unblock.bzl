"""Finds blocking calls in the C++ of a workspace; see README.md.

unblock_test()       fails when there are findings in targets
unblock_aspect       the same from the command line, without a change of BUILD files
unblock_configure()  for WORKSPACE: the repository @unblock with the installed tool

Three kinds of actions do the work, each from declared inputs to declared outputs:
UnblockIndex for a source, UnblockLink for all sources that a target is made of,
UnblockCheck for the findings.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

# Of C++'s own sources; C has no coroutines.
_EXTENSIONS = ["cc", "cpp", "cxx", "c++", "C"]

UnblockInfo = provider(
    doc = "What is known of a target and of those that it depends on.",
    fields = {
        "results": "depset of files: what 'unblock-lint index' wrote",
        "sources": "depset of files that a report shows lines of",
    },
)

def _compilation_context(target, ctx):
    """How the sources of target are compiled: its own settings and those of its deps."""
    infos = [target[CcInfo]] if CcInfo in target else []
    for dep in getattr(ctx.rule.attr, "deps", []):
        if CcInfo in dep:
            infos.append(dep[CcInfo])
    return cc_common.merge_cc_infos(cc_infos = infos).compilation_context

def _is_external(directory):
    return directory.startswith("external/") or "/external/" in directory

def _flags(ctx, toolchain, context):
    """The flags of the compiler, as the rules of C++ would give them.

    But for one thing: the attribute `includes` makes folders of system headers of
    all that it names, and what is declared in those is not the project's. Here
    only other repositories hold system headers.
    """
    system = [d for d in context.system_includes.to_list() if _is_external(d)]
    own_includes = [d for d in context.system_includes.to_list() if not _is_external(d)]
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    own = [
        ctx.expand_make_variables("copts", flag, {})
        for flag in getattr(ctx.rule.attr, "copts", [])
    ]
    own += ["-D" + define for define in getattr(ctx.rule.attr, "local_defines", [])]
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts + own,
        include_directories = depset(own_includes, transitive = [context.includes]),
        quote_include_directories = context.quote_includes,
        system_include_directories = depset(system),
        preprocessor_defines = context.defines,
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = "c++-compile",
        variables = variables,
    )

def _index(target, ctx):
    """Declares an action for each C++ source of target; the list of their outputs."""
    files = getattr(ctx.rule.files, "srcs", [])
    sources = [f for f in files if f.extension in _EXTENSIONS]
    if not sources:
        return [], depset()
    toolchain = find_cpp_toolchain(ctx)
    context = _compilation_context(target, ctx)
    flags = _flags(ctx, toolchain, context)
    others = [f for f in files if f not in sources]
    others += getattr(ctx.rule.files, "hdrs", []) + getattr(ctx.rule.files, "textual_hdrs", [])
    headers = depset(others, transitive = [context.headers])

    results = []
    for source in sources:
        result = ctx.actions.declare_file(
            "_unblock/{}/{}.unblock".format(target.label.name, source.short_path.replace("../", "")),
        )
        results.append(result)
        args = ctx.actions.args()
        args.add("index")
        args.add(source)
        args.add("-o", result)
        args.add("--root=.")
        args.add("--config-file=" + ctx.file._clang_tidy.path)
        args.add_all(ctx.files._models, format_each = "--models=%s")
        args.add("--")
        args.add_all(flags)
        ctx.actions.run(
            executable = ctx.executable._tool,
            arguments = [args],
            inputs = depset(
                [source, ctx.file._clang_tidy] + ctx.files._models,
                transitive = [headers, toolchain.all_files],
            ),
            outputs = [result],
            mnemonic = "UnblockIndex",
            progress_message = "Analysing " + source.short_path,
        )
    return results, depset(sources, transitive = [headers])

def _link_and_check(ctx, name, info, options, may_fail):
    """Declares the actions that report on all of info: text, SARIF and the status."""
    index = ctx.actions.declare_file("_unblock/{}.unblockindex".format(name))
    args = ctx.actions.args()
    args.use_param_file("@%s")
    args.set_param_file_format("multiline")
    args.add("link")
    args.add("-o", index)
    args.add_all(info.results)
    ctx.actions.run(
        executable = ctx.executable._tool,
        arguments = [args],
        inputs = info.results,
        outputs = [index],
        mnemonic = "UnblockLink",
        progress_message = "Linking what the sources of {} do".format(name),
    )

    text = ctx.actions.declare_file("_unblock/{}.txt".format(name))
    status = ctx.actions.declare_file("_unblock/{}.status".format(name))
    sarif = ctx.actions.declare_file("_unblock/{}.sarif".format(name))
    # The tool's options come from the response file, and it makes the exit
    # status itself.
    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add("check")
    args.add("--index=" + index.path)
    args.add("--root=.")
    args.add("--quiet")
    args.add("--config-file=" + ctx.file._clang_tidy.path)
    args.add_all(ctx.files._models, format_each = "--models=%s")
    args.add("--format=text:" + text.path)
    args.add("--format=sarif:" + sarif.path)
    args.add_all(options)
    args.add_all(info.results)
    ctx.actions.run_shell(
        command = """
status=0
"$1" "$2" || status=$?
echo $status > "$3"
[ $status -le 1 ] || exit $status
if [ -n "$5" ] && [ $status -ne 0 ]; then cat "$4" >&2; exit $status; fi
""",
        arguments = [
            ctx.executable._tool.path,
            args,
            status.path,
            text.path,
            "" if may_fail else "fail",
        ],
        tools = [ctx.executable._tool],
        inputs = depset(
            [index, ctx.file._clang_tidy] + ctx.files._models,
            transitive = [info.results, info.sources],
        ),
        outputs = [text, status, sarif],
        mnemonic = "UnblockCheck",
        progress_message = "Checking {} for blocking calls".format(name),
    )
    return text, status, sarif

def _unblock_aspect_impl(target, ctx):
    results, sources = _index(target, ctx)
    infos = [
        dep[UnblockInfo]
        for attribute in ["deps", "implementation_deps"]
        for dep in getattr(ctx.rule.attr, attribute, [])
        if UnblockInfo in dep
    ]
    info = UnblockInfo(
        results = depset(results, transitive = [i.results for i in infos]),
        sources = depset(transitive = [sources] + [i.sources for i in infos]),
    )
    groups = {"unblock_index": depset(results)}
    if results:
        text, _, sarif = _link_and_check(ctx, target.label.name + ".aspect", info, [], False)
        groups["unblock"] = depset([text, sarif])
    return [info, OutputGroupInfo(**groups)]

_COMMON = {
    "_tool": attr.label(
        default = "@unblock//:unblock-lint",
        allow_single_file = True,
        executable = True,
        cfg = "exec",
    ),
    "_clang_tidy": attr.label(default = "//:clang_tidy", allow_single_file = True),
    "_models": attr.label(default = "//:models", allow_files = True),
}

unblock_aspect = aspect(
    implementation = _unblock_aspect_impl,
    attr_aspects = ["deps", "implementation_deps"],
    attrs = dict(_COMMON, _cc_toolchain = attr.label(
        default = "@bazel_tools//tools/cpp:current_cc_toolchain",
    )),
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    doc = "bazel build TARGET --aspects=@rules_unblock//:unblock.bzl%unblock_aspect --output_groups=unblock",
)

def _unblock_test_impl(ctx):
    info = UnblockInfo(
        results = depset(transitive = [t[UnblockInfo].results for t in ctx.attr.targets]),
        sources = depset(transitive = [t[UnblockInfo].sources for t in ctx.attr.targets]),
    )
    text, status, sarif = _link_and_check(ctx, ctx.label.name, info, ctx.attr.options, True)
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "#!/bin/sh\ncat '{}'\nexit $(cat '{}')\n".format(text.short_path, status.short_path),
        is_executable = True,
    )
    return [
        DefaultInfo(
            executable = script,
            files = depset([sarif]),
            runfiles = ctx.runfiles(files = [text, status]),
        ),
        OutputGroupInfo(sarif = depset([sarif])),
    ]

unblock_test = rule(
    implementation = _unblock_test_impl,
    test = True,
    attrs = dict(
        _COMMON,
        targets = attr.label_list(
            aspects = [unblock_aspect],
            mandatory = True,
            doc = "What to lint, together with all that it depends on.",
        ),
        options = attr.string_list(doc = "Options of 'unblock-lint check', as --fail-on=deadlock."),
    ),
)

def _unblock_configure_impl(repository_ctx):
    path = repository_ctx.attr.path or repository_ctx.which("unblock-lint")
    if not path or not repository_ctx.path(path).exists:
        fail("unblock-lint was not found{}: install the package unblock-tools, or set path".format(
            " as " + repository_ctx.attr.path if repository_ctx.attr.path else " in PATH",
        ))
    repository_ctx.symlink(path, "unblock-lint")

    # Sources get no .clang-tidy from the folders around the sandbox.
    repository_ctx.file("empty.clang-tidy", "{}\n")
    repository_ctx.file("BUILD.bazel", """
package(default_visibility = ["//visibility:public"])
exports_files(["unblock-lint", "empty.clang-tidy"])
alias(name = "clang_tidy", actual = {})
alias(name = "models", actual = {})
filegroup(name = "no_models")
""".format(
        repr(str(repository_ctx.attr.clang_tidy or ":empty.clang-tidy")),
        repr(str(repository_ctx.attr.models or ":no_models")),
    ))

unblock_configure = repository_rule(
    implementation = _unblock_configure_impl,
    attrs = {
        "path": attr.string(doc = "The program; looked up in PATH if not set."),
        "clang_tidy": attr.label(doc = "The .clang-tidy that applies to all sources."),
        "models": attr.label(doc = "A filegroup of models, as .unblock.yaml."),
    },
    environ = ["PATH"],
)
