/*
 * A PKCS#11 module that forwards to another one, and breaks when asked to: so that tests can show what
 * OpenTWS does when a device goes away, hangs or fails, and comes back.
 *
 *   gcc -shared -fPIC -O2 -Wall -Wextra -o fault11.so fault11.c -ldl -lpthread
 *
 * Put the result into a directory of its own; that directory is its whole configuration:
 *   library   text file: path of the module to forward to (default: SoftHSM where Debian has it)
 *   removed   while it exists: the device is gone; all sessions are closed, logins ended
 *   sessions  each time it is written: all sessions are closed, logins ended; the device stays
 *   sessions-at  text file, a function a line: all sessions are closed at the next call of the first one, then at
 *             the next call of the second, and so on; after the last one the file is gone
 *   hang      while it exists: calls do not return
 *   error     while it exists: calls that need a session return CKR_DEVICE_ERROR
 *   nomechanisms  while it exists: the device says that it offers no mechanism
 *   removed-LABEL, hang-LABEL, error-LABEL  the same for the one token of this label
 *   identity-LABEL  text file, two lines: the manufacturer and the model that the token of this label says it is
 * A test device only: never for keys that matter.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned long word; /* CK_ULONG, CK_RV, and wide enough for a pointer */

enum {
  OK = 0x00,
  GENERAL_ERROR = 0x05,
  DEVICE_ERROR = 0x30,
  DEVICE_REMOVED = 0x32,
  TOKEN_NOT_PRESENT = 0xE0,
  BUFFER_TOO_SMALL = 0x150,
  LABEL_LENGTH = 32,
  SLOTS_MAX = 4096
};

/*
 * The functions of CK_FUNCTION_LIST, PKCS#11 2.40, in its order: name, number of arguments, and what it
 * needs: L the library alone, S a slot, H a session (handle).
 */
#define FUNCTIONS(F)                                                                               \
  F(C_Initialize, 1, L) F(C_Finalize, 1, L) F(C_GetInfo, 1, L) F(C_GetFunctionList, 1, L)          \
  F(C_GetSlotList, 3, L) F(C_GetSlotInfo, 2, S) F(C_GetTokenInfo, 2, S)                            \
  F(C_GetMechanismList, 3, S) F(C_GetMechanismInfo, 3, S) F(C_InitToken, 4, S) F(C_InitPIN, 3, H)  \
  F(C_SetPIN, 5, H) F(C_OpenSession, 5, S) F(C_CloseSession, 1, H) F(C_CloseAllSessions, 1, S)     \
  F(C_GetSessionInfo, 2, H) F(C_GetOperationState, 3, H) F(C_SetOperationState, 5, H)              \
  F(C_Login, 4, H) F(C_Logout, 1, H) F(C_CreateObject, 4, H) F(C_CopyObject, 5, H)                 \
  F(C_DestroyObject, 2, H) F(C_GetObjectSize, 3, H) F(C_GetAttributeValue, 4, H)                   \
  F(C_SetAttributeValue, 4, H) F(C_FindObjectsInit, 3, H) F(C_FindObjects, 4, H)                   \
  F(C_FindObjectsFinal, 1, H) F(C_EncryptInit, 3, H) F(C_Encrypt, 5, H) F(C_EncryptUpdate, 5, H)   \
  F(C_EncryptFinal, 3, H) F(C_DecryptInit, 3, H) F(C_Decrypt, 5, H) F(C_DecryptUpdate, 5, H)       \
  F(C_DecryptFinal, 3, H) F(C_DigestInit, 2, H) F(C_Digest, 5, H) F(C_DigestUpdate, 3, H)          \
  F(C_DigestKey, 2, H) F(C_DigestFinal, 3, H) F(C_SignInit, 3, H) F(C_Sign, 5, H)                  \
  F(C_SignUpdate, 3, H) F(C_SignFinal, 3, H) F(C_SignRecoverInit, 3, H) F(C_SignRecover, 5, H)     \
  F(C_VerifyInit, 3, H) F(C_Verify, 5, H) F(C_VerifyUpdate, 3, H) F(C_VerifyFinal, 3, H)           \
  F(C_VerifyRecoverInit, 3, H) F(C_VerifyRecover, 5, H) F(C_DigestEncryptUpdate, 5, H)             \
  F(C_DecryptDigestUpdate, 5, H) F(C_SignEncryptUpdate, 5, H) F(C_DecryptVerifyUpdate, 5, H)       \
  F(C_GenerateKey, 5, H) F(C_GenerateKeyPair, 8, H) F(C_WrapKey, 6, H) F(C_UnwrapKey, 8, H)        \
  F(C_DeriveKey, 6, H) F(C_SeedRandom, 3, H) F(C_GenerateRandom, 3, H) F(C_GetFunctionStatus, 1, H) \
  F(C_CancelFunction, 1, H) F(C_WaitForSlotEvent, 3, L)

/* CK_FUNCTION_LIST: a version of two octets, then the functions. Arguments travel as words. */
#define MEMBER(name, count, needs) void *name;
struct function_list {
  unsigned char version[2];
  FUNCTIONS(MEMBER)
};

static struct function_list *real;
static char directory[PATH_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sessions_closed;

/* Held for writing while sessions are torn down, so that no call runs in a session that vanishes. */
static pthread_rwlock_t running = PTHREAD_RWLOCK_INITIALIZER;

static int flag(const char *name) {
  char path[PATH_MAX + 64];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  return access(path, F_OK) == 0;
}

/* Whether a fault is wanted of one token alone. */
static int fault_of_a_token(void) {
  DIR *files = opendir(directory);
  int found = 0;
  struct dirent *file;
  while (files != NULL && !found && (file = readdir(files)) != NULL) {
    found = strncmp(file->d_name, "removed-", 8) == 0 || strncmp(file->d_name, "hang-", 5) == 0 ||
            strncmp(file->d_name, "error-", 6) == 0;
  }
  if (files != NULL) {
    closedir(files);
  }
  return found;
}

/* Whether that fault is wanted of the token in this slot. CK_TOKEN_INFO begins with its label. */
static int flag_of_slot(const char *name, word slot) {
  char info[512];
  char file[64];
  int length = LABEL_LENGTH;
  if (((word(*)(word, char *))real->C_GetTokenInfo)(slot, info) != OK) {
    return 0;
  }
  while (length > 0 && info[length - 1] == ' ') {
    length--;
  }
  snprintf(file, sizeof file, "%s-%.*s", name, length, info);
  return flag(file);
}

/* The same as fault(), for the one token that a call is about. */
static word fault_of_token(char needs, word first) {
  word session[4] = {first};
  if (!fault_of_a_token()) {
    return OK;
  }
  /* CK_SESSION_INFO begins with the slot. A session that is gone is of no token. */
  if (needs == 'H' && ((word(*)(word, word *))real->C_GetSessionInfo)(first, session) != OK) {
    return OK;
  }
  word slot = session[0];
  while (flag_of_slot("hang", slot)) {
    usleep(20000);
  }
  if (!flag_of_slot("removed", slot)) {
    return needs == 'H' && flag_of_slot("error", slot) ? DEVICE_ERROR : OK;
  }
  pthread_rwlock_wrlock(&running);
  ((word(*)(word))real->C_CloseAllSessions)(slot);
  pthread_rwlock_unlock(&running);
  return needs == 'S' ? TOKEN_NOT_PRESENT : DEVICE_REMOVED;
}

/* What a pulled plug does: every session ends, and with them the login. */
static void close_all_sessions(void) {
  static word slots[SLOTS_MAX];
  word count = SLOTS_MAX;
  if (((word(*)(word, word *, word *))real->C_GetSlotList)(1, slots, &count) != OK) {
    fprintf(stderr, "fault11: cannot list the slots, sessions stay open\n");
    return;
  }
  for (word i = 0; i < count; i++) {
    ((word(*)(word))real->C_CloseAllSessions)(slots[i]);
  }
}

/* Whether that file was written since the last look; nothing is new at the first one. */
static int written(const char *name) {
  static struct timespec known;
  static int looked;
  char path[PATH_MAX + 16];
  struct stat file = {0};
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int found = stat(path, &file) == 0;
  int changed = found && looked &&
                (file.st_mtim.tv_sec != known.tv_sec || file.st_mtim.tv_nsec != known.tv_nsec);
  if (found) {
    known = file.st_mtim;
  }
  looked = 1;
  return changed;
}

/* Whether this is the function that the first line of sessions-at names; the line is done with then. */
static int loss_wanted_at(const char *function) {
  char path[PATH_MAX + 16];
  char next[PATH_MAX + 32];
  char name[64] = "";
  snprintf(path, sizeof path, "%s/sessions-at", directory);
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    return 0;
  }
  int wanted = fscanf(file, "%63s", name) == 1 && strcmp(name, function) == 0;
  int left = 0;
  if (wanted) {
    snprintf(next, sizeof next, "%s/sessions-at.next", directory);
    FILE *rest = fopen(next, "w");
    while (rest != NULL && fscanf(file, "%63s", name) == 1) {
      fprintf(rest, "%s\n", name);
      left++;
    }
    if (rest != NULL) {
      fclose(rest);
    }
  }
  fclose(file);
  return wanted && (left > 0 ? rename(next, path) : unlink(path)) == 0;
}

/* 0: forward the call. Otherwise what to return instead. */
static word fault(char needs, const char *function, word first) {
  while (flag("hang")) {
    usleep(20000);
  }
  int removed = flag("removed");
  pthread_mutex_lock(&lock);
  int lost = written("sessions") | loss_wanted_at(function);
  if (lost || (removed && !sessions_closed)) {
    pthread_rwlock_wrlock(&running);
    close_all_sessions();
    pthread_rwlock_unlock(&running);
    fprintf(stderr, "fault11: all sessions are closed\n");
  }
  sessions_closed = removed;
  pthread_mutex_unlock(&lock);
  if (needs == 'L') {
    return OK;
  }
  if (removed) {
    return needs == 'S' ? TOKEN_NOT_PRESENT : DEVICE_REMOVED;
  }
  return needs == 'H' && flag("error") ? DEVICE_ERROR : fault_of_token(needs, first);
}

#define PARAMETERS1 word a
#define PARAMETERS2 PARAMETERS1, word b
#define PARAMETERS3 PARAMETERS2, word c
#define PARAMETERS4 PARAMETERS3, word d
#define PARAMETERS5 PARAMETERS4, word e
#define PARAMETERS6 PARAMETERS5, word f
#define PARAMETERS8 PARAMETERS6, word g, word h
#define ARGUMENTS1 a
#define ARGUMENTS2 ARGUMENTS1, b
#define ARGUMENTS3 ARGUMENTS2, c
#define ARGUMENTS4 ARGUMENTS3, d
#define ARGUMENTS5 ARGUMENTS4, e
#define ARGUMENTS6 ARGUMENTS5, f
#define ARGUMENTS8 ARGUMENTS6, g, h

#define FORWARD(name, count, needs)                                                 \
  static word fault_##name(PARAMETERS##count) {                                     \
    word result = fault(#needs[0], #name, a);                                       \
    if (result == OK) {                                                             \
      pthread_rwlock_rdlock(&running);                                              \
      result = ((word(*)(PARAMETERS##count))real->name)(ARGUMENTS##count);          \
      pthread_rwlock_unlock(&running);                                              \
    }                                                                               \
    return result;                                                                  \
  }
FUNCTIONS(FORWARD)

static struct function_list ours = {
    {2, 40},
#define ENTRY(name, count, needs) (void *)fault_##name,
    FUNCTIONS(ENTRY)};

/* Without a device no slot has a token: an empty list, as a reader without card gives. */
static word slot_list(word token_present, word *slots, word *count) {
  if ((unsigned char)token_present && flag("removed")) {
    *count = 0;
    return OK;
  }
  if (!(unsigned char)token_present || !fault_of_a_token()) {
    return fault_C_GetSlotList(token_present, (word)slots, (word)count);
  }
  word all[SLOTS_MAX];
  word there = SLOTS_MAX;
  word kept = 0;
  word result = fault_C_GetSlotList(token_present, (word)all, (word)&there);
  for (word i = 0; result == OK && i < there; i++) {
    if (!flag_of_slot("removed", all[i])) {
      all[kept++] = all[i];
    }
  }
  if (result == OK && slots != NULL) {
    result = *count < kept ? (word)BUFFER_TOO_SMALL : (word)OK;
    for (word i = 0; result == OK && i < kept; i++) {
      slots[i] = all[i];
    }
  }
  *count = kept;
  return result;
}

static word mechanism_list(word slot, word *mechanisms, word *count) {
  if (flag("nomechanisms")) {
    *count = 0;
    return OK;
  }
  return fault_C_GetMechanismList(slot, (word)mechanisms, (word)count);
}

/* CK_TOKEN_INFO begins with label, manufacturer, model: 32, 32 and 16 characters, padded with blanks. */
static word token_info(word slot, char *info) {
  word result = fault_C_GetTokenInfo(slot, (word)info);
  char path[PATH_MAX + 64];
  char line[64];
  char *fields[] = {info + 32, info + 64};
  size_t sizes[] = {32, 16};
  int label = 32;
  while (label > 0 && info[label - 1] == ' ') {
    label--;
  }
  snprintf(path, sizeof path, "%s/identity-%.*s", directory, label, info);
  FILE *file = result == OK ? fopen(path, "r") : NULL;
  if (file == NULL) {
    return result;
  }
  for (int i = 0; i < 2 && fgets(line, sizeof line, file) != NULL; i++) {
    size_t length = strcspn(line, "\r\n");
    memset(fields[i], ' ', sizes[i]);
    memcpy(fields[i], line, length < sizes[i] ? length : sizes[i]);
  }
  fclose(file);
  return result;
}

static void read_library(char *path, size_t size) {
  char name[PATH_MAX + 16];
  snprintf(path, size, "/usr/lib/softhsm/libsofthsm2.so");
  snprintf(name, sizeof name, "%s/library", directory);
  FILE *file = fopen(name, "r");
  if (file == NULL) {
    return;
  }
  if (fgets(path, (int)size, file) != NULL) {
    path[strcspn(path, "\r\n")] = '\0';
  }
  fclose(file);
}

static int load(void) {
  Dl_info here;
  char library[PATH_MAX];
  if (dladdr((void *)load, &here) == 0) {
    return 0;
  }
  snprintf(directory, sizeof directory, "%s", here.dli_fname);
  char *slash = strrchr(directory, '/');
  if (slash == NULL) {
    return 0;
  }
  *slash = '\0';
  read_library(library, sizeof library);
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  word (*list)(struct function_list **) =
      handle == NULL ? NULL : (word(*)(struct function_list **))dlsym(handle, "C_GetFunctionList");
  return list != NULL && list(&real) == OK;
}

word C_GetFunctionList(struct function_list **list) {
  pthread_mutex_lock(&lock);
  int loaded = real != NULL || load();
  pthread_mutex_unlock(&lock);
  if (!loaded || list == NULL) {
    return GENERAL_ERROR;
  }
  ours.C_GetFunctionList = (void *)C_GetFunctionList;
  ours.C_GetSlotList = (void *)slot_list;
  ours.C_GetTokenInfo = (void *)token_info;
  ours.C_GetMechanismList = (void *)mechanism_list;
  *list = &ours;
  return OK;
}
