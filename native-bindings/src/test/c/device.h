/* What the two libraries of the test device share. */
#ifndef RIVULET_TEST_DEVICE_H
#define RIVULET_TEST_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

/* A status to return instead of working: 0 unless a test asked `call` to fail this time. */
int device_injected(const char *call);

/* The host's view of `bytes` at a device address, or NULL unless they lie in one live allocation. */
char *device_memory(uint64_t address, uint64_t bytes);

/* Appends work to a stream; it runs when somebody waits for the stream. Returns 0 if there is no such stream. */
typedef void (*device_work)(void *argument);
int device_enqueue(void *stream, device_work work, void *argument);

/* One lock for everything. */
void device_lock(void);
void device_unlock(void);

/* Says on standard error what a caller did wrong; returns the status. */
int device_refuse(const char *call, int status, const char *why);

/* Remembers that work on the device went wrong; the next wait returns it. */
void device_fault(int status, const char *why);

void device_count_product(uint64_t flops);

#endif
