/*
 * A CUDA runtime without a device, for tests: the functions that Cudart.java uses, with the signatures of
 * cuda_runtime_api.h. It is stricter than a device, so that what works here has no excuse there:
 *
 *   - device memory is a mapping without any right; a second mapping of the same pages, known to this file alone, is
 *     what the "device" works in. A host access is a segmentation fault;
 *   - new memory, pinned or of the device, is full of NaN;
 *   - copies and products are not done when they are asked for but when their stream is awaited, in the order of that
 *     stream, reading host memory as it is then: without the wait a result is missing, with a reused staging buffer it
 *     is wrong;
 *   - copies take page-locked host memory only, and every address must lie inside one live allocation;
 *   - any call can be told to fail with any status; releases that fail release all the same, as CUDA's do when they
 *     report an older error.
 */
#define _GNU_SOURCE
#include "device.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int cudaError_t;
enum {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInsufficientDriver = 35,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorInvalidResourceHandle = 400,
  cudaErrorIllegalAddress = 700
};

#ifndef CUDA_MAJOR
#error "CUDA_MAJOR: 11, 12 or 13"
#endif

struct block {
  struct block *next;
  char *address; /* what the caller sees */
  char *memory;  /* what the device works in */
  size_t bytes;  /* as asked for */
  size_t mapped;
  int device;
};

struct work {
  struct work *next;
  device_work run;
  void *argument;
};

struct stream {
  struct stream *next;
  struct work *first;
  struct work *last;
};

struct order {
  char call[64];
  long skip;
  int status;
};

#define MOST_ORDERS 8

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct block *blocks;
static struct stream *streams;
static struct order orders[MOST_ORDERS];
static int order_count;
static int fault;
static uint64_t bytes_up, bytes_down, copies_up, copies_down, products, flops_done, waits;

void device_lock(void) { pthread_mutex_lock(&lock); }
void device_unlock(void) { pthread_mutex_unlock(&lock); }

int device_refuse(const char *call, int status, const char *why) {
  fprintf(stderr, "test device: %s: %s\n", call, why);
  return status;
}

void device_fault(int status, const char *why) {
  fprintf(stderr, "test device: %s\n", why);
  if (fault == 0) fault = status;
}

int device_injected(const char *call) {
  for (int i = 0; i < order_count; i++) {
    if (strcmp(orders[i].call, call) == 0 && orders[i].skip-- == 0) return orders[i].status;
  }
  return 0;
}

static struct block *find(uint64_t address, uint64_t bytes, int device) {
  for (struct block *b = blocks; b; b = b->next) {
    uint64_t start = (uint64_t)b->address;
    if (b->device == device && address >= start && bytes <= b->bytes && address - start <= b->bytes - bytes) return b;
  }
  return NULL;
}

char *device_memory(uint64_t address, uint64_t bytes) {
  struct block *b = find(address, bytes, 1);
  return b ? b->memory + (address - (uint64_t)b->address) : NULL;
}

static struct stream *known(void *stream) {
  for (struct stream *s = streams; s; s = s->next) {
    if (s == stream) return s;
  }
  return NULL;
}

int device_enqueue(void *stream, device_work run, void *argument) {
  struct stream *s = known(stream);
  if (!s) return 0;
  struct work *w = calloc(1, sizeof *w);
  w->run = run;
  w->argument = argument;
  if (s->last) s->last->next = w;
  else s->first = w;
  s->last = w;
  return 1;
}

void device_count_product(uint64_t flops) {
  products++;
  flops_done += flops;
}

static void drain(struct stream *s) {
  while (s->first) {
    struct work *w = s->first;
    s->first = w->next;
    if (!s->first) s->last = NULL;
    w->run(w->argument);
    free(w->argument);
    free(w);
  }
}

static void drain_all(void) {
  for (struct stream *s = streams; s; s = s->next) drain(s);
}

static struct block *new_block(size_t bytes, int device) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  struct block *b = calloc(1, sizeof *b);
  b->bytes = bytes;
  b->mapped = (bytes + page - 1) / page * page;
  b->device = device;
  int file = memfd_create("rivulet-test-device", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, (off_t)b->mapped) != 0) {
    if (file >= 0) close(file);
    free(b);
    return NULL;
  }
  b->memory = mmap(NULL, b->mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  b->address = device ? mmap(NULL, b->mapped, PROT_NONE, MAP_SHARED, file, 0) : b->memory;
  close(file);
  if (b->memory == MAP_FAILED || b->address == MAP_FAILED) {
    free(b);
    return NULL;
  }
  memset(b->memory, 0xff, b->mapped);
  b->next = blocks;
  blocks = b;
  return b;
}

static cudaError_t new_memory(const char *call, void **out, size_t bytes, int device) {
  device_lock();
  cudaError_t status = device_injected(call);
  if (!status && (!out || bytes == 0)) status = device_refuse(call, cudaErrorInvalidValue, "no room for the answer, or no bytes");
  if (!status) {
    struct block *b = new_block(bytes, device);
    if (b) *out = b->address;
    else status = cudaErrorMemoryAllocation;
  }
  device_unlock();
  return status;
}

static cudaError_t release(const char *call, void *address, int device) {
  device_lock();
  cudaError_t status = device_injected(call);
  drain_all(); /* cudaFree waits for the device */
  struct block **at = &blocks;
  while (*at && ((*at)->address != address || (*at)->device != device)) at = &(*at)->next;
  struct block *b = *at;
  if (!b) {
    if (!status) status = device_refuse(call, cudaErrorInvalidValue, "no such allocation");
  } else {
    *at = b->next;
    if (device) munmap(b->address, b->mapped);
    munmap(b->memory, b->mapped);
    free(b);
  }
  device_unlock();
  return status;
}

EXPORT cudaError_t cudaMalloc(void **out, size_t bytes) { return new_memory("cudaMalloc", out, bytes, 1); }
EXPORT cudaError_t cudaFree(void *address) { return release("cudaFree", address, 1); }
EXPORT cudaError_t cudaMallocHost(void **out, size_t bytes) { return new_memory("cudaMallocHost", out, bytes, 0); }
EXPORT cudaError_t cudaFreeHost(void *address) { return release("cudaFreeHost", address, 0); }

EXPORT cudaError_t cudaStreamCreateWithFlags(void **out, unsigned int flags) {
  device_lock();
  cudaError_t status = device_injected("cudaStreamCreateWithFlags");
  if (!status && (!out || flags > 1)) status = device_refuse("cudaStreamCreateWithFlags", cudaErrorInvalidValue, "flags");
  if (!status) {
    struct stream *s = calloc(1, sizeof *s);
    s->next = streams;
    streams = s;
    *out = s;
  }
  device_unlock();
  return status;
}

EXPORT cudaError_t cudaStreamDestroy(void *stream) {
  device_lock();
  cudaError_t status = device_injected("cudaStreamDestroy");
  struct stream *s = known(stream);
  if (!s) {
    if (!status) status = device_refuse("cudaStreamDestroy", cudaErrorInvalidResourceHandle, "no such stream");
  } else {
    drain(s);
    struct stream **at = &streams;
    while (*at != s) at = &(*at)->next;
    *at = s->next;
    free(s);
  }
  device_unlock();
  return status;
}

EXPORT cudaError_t cudaStreamSynchronize(void *stream) {
  device_lock();
  cudaError_t status = device_injected("cudaStreamSynchronize");
  struct stream *s = known(stream);
  if (!s && !status) status = device_refuse("cudaStreamSynchronize", cudaErrorInvalidResourceHandle, "no such stream");
  if (s && !status) {
    drain(s);
    waits++;
    status = fault;
  }
  device_unlock();
  return status;
}

struct copy {
  char *to, *from;
  uint64_t device;
  size_t bytes;
  int up;
};

static void run_copy(void *argument) {
  struct copy *c = argument;
  char *memory = device_memory(c->device, c->bytes);
  char *host = c->up ? c->from : c->to;
  if (!memory || !find((uint64_t)host, c->bytes, 0)) {
    device_fault(cudaErrorIllegalAddress, "cudaMemcpyAsync: memory was freed before the copy ran");
    return;
  }
  if (c->up) memcpy(memory, host, c->bytes);
  else memcpy(host, memory, c->bytes);
  *(c->up ? &bytes_up : &bytes_down) += c->bytes;
  ++*(c->up ? &copies_up : &copies_down);
}

static cudaError_t copy(void *to, const void *from, size_t bytes, int kind, void *stream) {
  const char *call = "cudaMemcpyAsync";
  if (kind != 1 && kind != 2) return device_refuse(call, cudaErrorInvalidValue, "kind must be 1 (up) or 2 (down)");
  uint64_t host = (uint64_t)(kind == 1 ? from : to);
  uint64_t device = (uint64_t)(kind == 1 ? to : from);
  if (bytes == 0 || !find(host, bytes, 0)) return device_refuse(call, cudaErrorInvalidValue, "host memory is not page-locked");
  if (!device_memory(device, bytes)) return device_refuse(call, cudaErrorInvalidValue, "not inside one device allocation");
  struct copy *c = calloc(1, sizeof *c);
  *c = (struct copy){.to = to, .from = (char *)from, .device = device, .bytes = bytes, .up = kind == 1};
  if (!device_enqueue(stream, run_copy, c)) {
    free(c);
    return device_refuse(call, cudaErrorInvalidResourceHandle, "no such stream");
  }
  return cudaSuccess;
}

EXPORT cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) {
  device_lock();
  cudaError_t status = device_injected("cudaMemcpyAsync");
  if (!status) status = copy(to, from, bytes, kind, stream);
  device_unlock();
  return status;
}

static cudaError_t answer(const char *call, int *out, int value) {
  device_lock();
  cudaError_t status = device_injected(call);
  if (!status) *out = value;
  device_unlock();
  return status;
}

EXPORT cudaError_t cudaGetDeviceCount(int *count) { return answer("cudaGetDeviceCount", count, 1); }
EXPORT cudaError_t cudaRuntimeGetVersion(int *v) { return answer("cudaRuntimeGetVersion", v, 1000 * CUDA_MAJOR); }
EXPORT cudaError_t cudaDriverGetVersion(int *v) { return answer("cudaDriverGetVersion", v, 1000 * CUDA_MAJOR + 10); }

EXPORT cudaError_t cudaDeviceGetAttribute(int *value, int attribute, int device) {
  if (device != 0) return cudaErrorInvalidDevice;
  return answer("cudaDeviceGetAttribute", value, attribute == 75 ? 0 : 1);
}

EXPORT cudaError_t cudaGetDeviceProperties(void *properties, int device) {
  int ignored;
  if (device != 0) return cudaErrorInvalidDevice;
  cudaError_t status = answer("cudaGetDeviceProperties", &ignored, 0);
  if (!status) strcpy(properties, "Rivulet test device (no GPU)");
  return status;
}

EXPORT cudaError_t cudaMemGetInfo(size_t *free_bytes, size_t *all) {
  int ignored;
  cudaError_t status = answer("cudaMemGetInfo", &ignored, 0);
  if (!status) *free_bytes = *all = (size_t)1 << 30;
  return status;
}

EXPORT const char *cudaGetErrorString(cudaError_t status) {
  switch (status) {
    case cudaErrorInvalidValue: return "invalid argument";
    case cudaErrorMemoryAllocation: return "out of memory";
    case cudaErrorInsufficientDriver: return "CUDA driver version is insufficient for CUDA runtime version";
    case cudaErrorNoDevice: return "no CUDA-capable device is detected";
    case cudaErrorInvalidResourceHandle: return "invalid resource handle";
    case cudaErrorIllegalAddress: return "an illegal memory access was encountered";
    default: return "unrecognized error code";
  }
}

/* What tests ask and say. */

/* `call` fails with `status` after it was allowed `skip` times, once. */
EXPORT void rivulet_device_fail(const char *call, long skip, int status) {
  device_lock();
  if (order_count < MOST_ORDERS) {
    struct order *o = &orders[order_count++];
    snprintf(o->call, sizeof o->call, "%s", call);
    o->skip = skip;
    o->status = status;
  }
  device_unlock();
}

/* Forgets orders, faults and counts; allocations and streams stay. */
EXPORT void rivulet_device_reset(void) {
  device_lock();
  order_count = 0;
  fault = 0;
  bytes_up = bytes_down = copies_up = copies_down = products = flops_done = waits = 0;
  device_unlock();
}

/* Live device allocations 0, pinned 1, streams 2, bytes up 3, down 4, copies up 5, down 6, products 7, their FLOPs 8,
 * waits 9. */
EXPORT int64_t rivulet_device_count(int what) {
  int64_t live[3] = {0, 0, 0};
  device_lock();
  for (struct block *b = blocks; b; b = b->next) live[b->device ? 0 : 1]++;
  for (struct stream *s = streams; s; s = s->next) live[2]++;
  int64_t counts[] = {live[0], live[1], live[2], (int64_t)bytes_up, (int64_t)bytes_down, (int64_t)copies_up,
                      (int64_t)copies_down, (int64_t)products, (int64_t)flops_done, (int64_t)waits};
  device_unlock();
  return what >= 0 && what < (int)(sizeof counts / sizeof *counts) ? counts[what] : -1;
}
