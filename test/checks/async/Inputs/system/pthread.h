// A small <pthread.h>: what the tests of the checks need of it.
#pragma once

extern "C" {
typedef struct pthread_mutex *pthread_mutex_t;
typedef struct pthread_rwlock *pthread_rwlock_t;
typedef int pthread_spinlock_t;
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_trylock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
int pthread_rwlock_rdlock(pthread_rwlock_t *);
int pthread_rwlock_wrlock(pthread_rwlock_t *);
int pthread_rwlock_unlock(pthread_rwlock_t *);
int pthread_spin_lock(pthread_spinlock_t *);
int pthread_spin_unlock(pthread_spinlock_t *);
}
