/*
 * A cuBLAS without a device, for tests: the functions that Cublas.java uses, with the signatures of cublas_api.h. It
 * computes plain float32 sums, checks what cuBLAS documents (context, operations, extents, leading dimensions) and what
 * it does not: that every matrix lies inside one live allocation, and that C touches neither A nor B. Work runs in the
 * order of its stream, when somebody waits for it.
 */
#include "device.h"

#include <stdlib.h>
#include <string.h>

typedef int cublasStatus_t;
enum {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_NOT_INITIALIZED = 1,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_EXECUTION_FAILED = 13
};

struct context {
  struct context *next;
  void *stream;
  int math;
};

static struct context *contexts;

static struct context *known(void *handle) {
  for (struct context *c = contexts; c; c = c->next) {
    if (c == handle) return c;
  }
  return NULL;
}

EXPORT cublasStatus_t cublasCreate_v2(void **out) {
  device_lock();
  cublasStatus_t status = device_injected("cublasCreate_v2");
  if (!status) {
    struct context *c = calloc(1, sizeof *c);
    c->next = contexts;
    contexts = c;
    *out = c;
  }
  device_unlock();
  return status;
}

EXPORT cublasStatus_t cublasDestroy_v2(void *handle) {
  device_lock();
  cublasStatus_t status = device_injected("cublasDestroy_v2");
  struct context *c = known(handle);
  if (!c) {
    if (!status) status = device_refuse("cublasDestroy_v2", CUBLAS_STATUS_NOT_INITIALIZED, "no such context");
  } else {
    struct context **at = &contexts;
    while (*at != c) at = &(*at)->next;
    *at = c->next;
    free(c);
  }
  device_unlock();
  return status;
}

EXPORT cublasStatus_t cublasGetVersion_v2(void *handle, int *version) {
  device_lock();
  cublasStatus_t status = device_injected("cublasGetVersion_v2");
  if (!status && !known(handle)) status = CUBLAS_STATUS_NOT_INITIALIZED;
  if (!status) *version = 10000 * CUDA_MAJOR;
  device_unlock();
  return status;
}

EXPORT cublasStatus_t cublasSetStream_v2(void *handle, void *stream) {
  device_lock();
  cublasStatus_t status = device_injected("cublasSetStream_v2");
  struct context *c = known(handle);
  if (!status && !c) status = device_refuse("cublasSetStream_v2", CUBLAS_STATUS_NOT_INITIALIZED, "no such context");
  if (!status) c->stream = stream;
  device_unlock();
  return status;
}

EXPORT cublasStatus_t cublasSetMathMode(void *handle, int mode) {
  device_lock();
  cublasStatus_t status = device_injected("cublasSetMathMode");
  struct context *c = known(handle);
  if (!status && !c) status = device_refuse("cublasSetMathMode", CUBLAS_STATUS_NOT_INITIALIZED, "no such context");
  if (!status && (mode < 0 || mode > 3)) status = device_refuse("cublasSetMathMode", CUBLAS_STATUS_INVALID_VALUE, "mode");
  if (!status) c->math = mode;
  device_unlock();
  return status;
}

/* The mode of the newest context, for tests: 0 default, 3 TF32; -1 without a context. */
EXPORT int rivulet_device_math(void) { return contexts ? contexts->math : -1; }

EXPORT int64_t rivulet_device_contexts(void) {
  int64_t count = 0;
  device_lock();
  for (struct context *c = contexts; c; c = c->next) count++;
  device_unlock();
  return count;
}

struct product {
  int ta, tb, m, n, k, lda, ldb, ldc, batch;
  uint64_t a, b, c;
  long long sa, sb, sc;
  float alpha, beta;
};

/* Bytes from the first to the last float of a column-major matrix and of its batch. */
static uint64_t extent(int rows, int columns, int leading, long long spacing, int batch) {
  return 4 * ((uint64_t)(batch - 1) * (uint64_t)spacing + (uint64_t)(columns - 1) * (uint64_t)leading + (uint64_t)rows);
}

static uint64_t bytes_a(const struct product *p) {
  return extent(p->ta ? p->k : p->m, p->ta ? p->m : p->k, p->lda, p->sa, p->batch);
}
static uint64_t bytes_b(const struct product *p) {
  return extent(p->tb ? p->n : p->k, p->tb ? p->k : p->n, p->ldb, p->sb, p->batch);
}
static uint64_t bytes_c(const struct product *p) { return extent(p->m, p->n, p->ldc, p->sc, p->batch); }

static int apart(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes) { return a + a_bytes <= b || b + b_bytes <= a; }

static void multiply(const struct product *p, const float *a, const float *b, float *c) {
  for (int j = 0; j < p->n; j++) {
    float *column = c + (size_t)j * p->ldc;
    for (int i = 0; i < p->m; i++) column[i] = p->beta == 0 ? 0 : p->beta * column[i];
    for (int l = 0; l < p->k; l++) {
      float factor = p->alpha * (p->tb ? b[j + (size_t)l * p->ldb] : b[l + (size_t)j * p->ldb]);
      if (p->ta) {
        for (int i = 0; i < p->m; i++) column[i] += a[l + (size_t)i * p->lda] * factor;
      } else {
        const float *from = a + (size_t)l * p->lda;
        for (int i = 0; i < p->m; i++) column[i] += from[i] * factor;
      }
    }
  }
}

static void run(void *argument) {
  struct product *p = argument;
  float *a = (float *)device_memory(p->a, bytes_a(p));
  float *b = (float *)device_memory(p->b, bytes_b(p));
  float *c = (float *)device_memory(p->c, bytes_c(p));
  if (!a || !b || !c) {
    device_fault(700, "gemm: memory was freed before the product ran");
    return;
  }
  for (int n = 0; n < p->batch; n++) multiply(p, a + n * p->sa, b + n * p->sb, c + n * p->sc);
  device_count_product(2ull * (uint64_t)p->m * (uint64_t)p->n * (uint64_t)p->k * (uint64_t)p->batch);
}

static cublasStatus_t submit(const char *call, void *handle, struct product p) {
  struct context *context = known(handle);
  if (!context) return device_refuse(call, CUBLAS_STATUS_NOT_INITIALIZED, "no such context");
  if (p.ta < 0 || p.ta > 1 || p.tb < 0 || p.tb > 1) return device_refuse(call, CUBLAS_STATUS_INVALID_VALUE, "operation");
  if (p.m < 1 || p.n < 1 || p.k < 1 || p.batch < 1) return device_refuse(call, CUBLAS_STATUS_INVALID_VALUE, "extent");
  if (p.lda < (p.ta ? p.k : p.m) || p.ldb < (p.tb ? p.n : p.k) || p.ldc < p.m)
    return device_refuse(call, CUBLAS_STATUS_INVALID_VALUE, "leading dimension");
  if (p.batch > 1 && p.sc < (long long)p.ldc * (p.n - 1) + p.m)
    return device_refuse(call, CUBLAS_STATUS_INVALID_VALUE, "results of the batch overlap");
  if (!device_memory(p.a, bytes_a(&p)) || !device_memory(p.b, bytes_b(&p)) || !device_memory(p.c, bytes_c(&p)))
    return device_refuse(call, CUBLAS_STATUS_EXECUTION_FAILED, "an operand leaves its device allocation");
  if (!apart(p.c, bytes_c(&p), p.a, bytes_a(&p)) || !apart(p.c, bytes_c(&p), p.b, bytes_b(&p)))
    return device_refuse(call, CUBLAS_STATUS_INVALID_VALUE, "C overlaps an operand");
  struct product *copy = malloc(sizeof *copy);
  *copy = p;
  if (!device_enqueue(context->stream, run, copy)) {
    free(copy);
    return device_refuse(call, CUBLAS_STATUS_EXECUTION_FAILED, "the context has no live stream");
  }
  return CUBLAS_STATUS_SUCCESS;
}

EXPORT cublasStatus_t cublasSgemm_v2(void *handle, int ta, int tb, int m, int n, int k, const float *alpha, const float *a,
                                     int lda, const float *b, int ldb, const float *beta, float *c, int ldc) {
  device_lock();
  cublasStatus_t status = device_injected("cublasSgemm_v2");
  if (!status)
    status = submit("cublasSgemm_v2", handle,
                    (struct product){ta, tb, m, n, k, lda, ldb, ldc, 1, (uint64_t)a, (uint64_t)b, (uint64_t)c, 0, 0, 0,
                                     *alpha, *beta});
  device_unlock();
  return status;
}

EXPORT cublasStatus_t cublasSgemmStridedBatched(void *handle, int ta, int tb, int m, int n, int k, const float *alpha,
                                                const float *a, int lda, long long sa, const float *b, int ldb,
                                                long long sb, const float *beta, float *c, int ldc, long long sc,
                                                int batch) {
  device_lock();
  cublasStatus_t status = device_injected("cublasSgemmStridedBatched");
  if (!status)
    status = submit("cublasSgemmStridedBatched", handle,
                    (struct product){ta, tb, m, n, k, lda, ldb, ldc, batch, (uint64_t)a, (uint64_t)b, (uint64_t)c, sa, sb,
                                     sc, *alpha, *beta});
  device_unlock();
  return status;
}

EXPORT const char *cublasGetStatusString(cublasStatus_t status) {
  switch (status) {
    case 0: return "CUBLAS_STATUS_SUCCESS";
    case 1: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case 3: return "CUBLAS_STATUS_ALLOC_FAILED";
    case 7: return "CUBLAS_STATUS_INVALID_VALUE";
    case 13: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case 14: return "CUBLAS_STATUS_INTERNAL_ERROR";
    default: return "unknown status";
  }
}
