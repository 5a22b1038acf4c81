/*
 * A machine whose clock is wrong: preloaded into a process, it bends what that process reads of the wall clock and
 * leaves the monotonic clock alone, as a clock that somebody sets does. libfaketime does this too, but waits with
 * locks at each reading, which a server of many threads does not survive, and lets the kernel's own time-stamps of
 * packets through, so that an NTP server would tell two times at once.
 *
 * BENT_CLOCK names a file of three numbers of 64 bits, in the machine's order, that may change at any time: what is
 * added in nanoseconds, the rate's error in millionths, and the instant in nanoseconds from which that counts.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *bend;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("BENT_CLOCK");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0)
    return;
  void *seen = mmap(NULL, 3 * sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (seen != MAP_FAILED)
    bend = seen;
}

static int real_clock(clockid_t clock, struct timespec *time) {
  static int (*next)(clockid_t, struct timespec *);
  if (!next)
    next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  return next(clock, time);
}

int clock_gettime(clockid_t clock, struct timespec *out) {
  int result = real_clock(clock, out);
  if (result == 0 && bend && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t nanos = (int64_t)out->tv_sec * 1000000000 + out->tv_nsec;
    int64_t told = nanos + bend[0] + (nanos - bend[2]) / 1000000 * bend[1];
    out->tv_sec = told / 1000000000;
    out->tv_nsec = told % 1000000000;
  }
  return result;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0)
    return -1;
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0)
    return -1;
  if (out)
    *out = now.tv_sec;
  return now.tv_sec;
}

/* The kernel would put its own, true time on packets. */
int setsockopt(int socket, int level, int name, const void *value, socklen_t length) {
  static int (*next)(int, int, int, const void *, socklen_t);
  if (level == SOL_SOCKET && (name == SO_TIMESTAMP || name == SO_TIMESTAMPNS || name == SO_TIMESTAMPING)) {
    errno = ENOPROTOOPT;
    return -1;
  }
  if (!next)
    next = (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT, "setsockopt");
  return next(socket, level, name, value, length);
}
