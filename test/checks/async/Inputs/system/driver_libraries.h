// Drivers of databases and servers, as their headers declare them, and a pool.
#pragma once

extern "C" {
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
PGconn *PQconnectdb(const char *conninfo);
PGresult *PQexec(PGconn *conn, const char *query);
PGresult *PQexecPrepared(PGconn *conn, const char *name, int, const char *const *, const int *,
                         const int *, int);
char *PQgetvalue(const PGresult *res, int row, int column);
int PQntuples(const PGresult *res);
void PQclear(PGresult *res);
int PQsendQuery(PGconn *conn, const char *query);

typedef struct redisContext redisContext;
void *redisCommand(redisContext *c, const char *format, ...);
void freeReplyObject(void *reply);

typedef void CURL;
int curl_easy_perform(CURL *easy);
int curl_easy_setopt(CURL *easy, int option, ...);
int curl_multi_poll(void *multi, void *fds, unsigned extra, int timeout, int *numfds);

typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_step(sqlite3_stmt *);

unsigned sleep(unsigned seconds);
}

namespace mongocxx {
struct database {
  int run_command(int);
};
} // namespace mongocxx

namespace sw::redis {
struct Redis {
  long long incr(const char *key);
};
} // namespace sw::redis

namespace asio {
template <typename P> struct basic_stream_socket {
  template <typename B> unsigned long read_some(const B &buffers);
};
} // namespace asio

namespace std {
struct mutex {
  void lock();
  void unlock();
};
template <typename M> struct lock_guard {
  explicit lock_guard(M &m);
  ~lock_guard();
};
} // namespace std

namespace unblock {
template <typename T> struct join_handle {
  bool await_ready() const noexcept;
  template <typename H> void await_suspend(H) noexcept;
  T await_resume();
};
template <typename F> auto spawn_blocking(F f) -> join_handle<decltype(f())> { return {}; }
template <typename F> auto block_in_place(F f) { return f(); }
} // namespace unblock
