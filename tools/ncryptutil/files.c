#include "files.h"

#include "status.h"
#include "text.h"

#include <stdio.h>
#include <string.h>
#include <wincrypt.h>

#define LARGEST_FILE (64u << 20)
#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "
#define PEM_DASHES "-----"

static HANDLE open_for_reading(const char *path)
{
    if (!strcmp(path, "-"))
    {
        return GetStdHandle(STD_INPUT_HANDLE);
    }
    return CreateFileW(wide(path), GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
}

static HANDLE open_for_writing(const char *path)
{
    if (!strcmp(path, "-"))
    {
        return GetStdHandle(STD_OUTPUT_HANDLE);
    }
    return CreateFileW(wide(path), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL,
                       NULL);
}

/* Reads up to the end, so that a pipe works as well as a file. */
static BOOL read_all(HANDLE file, struct bytes *content, DWORD *error)
{
    DWORD capacity = 0;

    content->size = 0;
    for (;;)
    {
        DWORD got;

        if (content->size == capacity)
        {
            capacity = capacity ? capacity * 2 : 0x4000;
            content->data = scratch_copy(content->data, content->size, capacity - content->size);
        }
        if (!ReadFile(file, content->data + content->size, capacity - content->size, &got, NULL))
        {
            *error = GetLastError();
            return *error == ERROR_BROKEN_PIPE; /* the writer of the pipe is done */
        }
        if (!got)
        {
            return TRUE;
        }
        content->size += got;
        if (content->size > LARGEST_FILE)
        {
            *error = ERROR_FILE_TOO_LARGE;
            return FALSE;
        }
    }
}

BOOL read_file(const char *path, struct bytes *content)
{
    HANDLE file = open_for_reading(path);
    DWORD error = 0;
    BOOL done;

    content->data = NULL;
    content->size = 0;
    if (file == INVALID_HANDLE_VALUE)
    {
        complain("cannot open %s: %s", path, win32_text(GetLastError()));
        return FALSE;
    }
    done = read_all(file, content, &error);
    if (!done)
    {
        complain("cannot read %s: %s", path, win32_text(error));
    }
    if (strcmp(path, "-"))
    {
        CloseHandle(file);
    }
    return done;
}

BOOL write_file(const char *path, const struct bytes *content)
{
    HANDLE file;
    DWORD written = 0;
    DWORD error;
    BOOL done;

    fflush(stdout);
    file = open_for_writing(path);
    if (file == INVALID_HANDLE_VALUE)
    {
        complain("cannot create %s: %s", path, win32_text(GetLastError()));
        return FALSE;
    }
    done = WriteFile(file, content->data, content->size, &written, NULL);
    error = done ? ERROR_HANDLE_DISK_FULL : GetLastError();
    if (strcmp(path, "-"))
    {
        CloseHandle(file);
    }
    if (!done || written != content->size)
    {
        complain("cannot write %s: %s", path, win32_text(error));
        if (strcmp(path, "-"))
        {
            DeleteFileW(wide(path)); /* half a key is worse than none */
        }
        return FALSE;
    }
    return TRUE;
}

BOOL replace_file(const char *path, const struct bytes *content)
{
    const char *new_path = text_of("%s.new", path);

    if (!strcmp(path, "-"))
    {
        return write_file(path, content);
    }
    if (!write_file(new_path, content))
    {
        return FALSE;
    }
    if (!MoveFileExW(wide(new_path), wide(path),
                     MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
    {
        complain("cannot write %s: %s", path, win32_text(GetLastError()));
        DeleteFileW(wide(new_path));
        return FALSE;
    }
    return TRUE;
}

const char *file_stem(const char *path)
{
    const char *name = path;
    const char *p;
    const char *dot;

    for (p = path; *p; p++)
    {
        if (*p == '/' || *p == '\\' || *p == ':')
        {
            name = p + 1;
        }
    }
    dot = strrchr(name, '.');
    return text_of("%.*s", dot && dot != name ? (int)(dot - name) : (int)strlen(name), name);
}

/* Decodes the base64 lines between two markers.  crypt32 takes the markers along, but does not
 * check that they belong together, so they are found here and only the lines go to it. */
static BOOL decode_base64(const char *text, size_t length, struct bytes *decoded)
{
    DWORD size = 0;

    if (!CryptStringToBinaryA(text, (DWORD)length, CRYPT_STRING_BASE64, NULL, &size, NULL, NULL))
    {
        return FALSE;
    }
    decoded->data = scratch(size);
    decoded->size = size;
    return CryptStringToBinaryA(text, (DWORD)length, CRYPT_STRING_BASE64, decoded->data,
                                &decoded->size, NULL, NULL);
}

/* Older tools put the cipher of an encrypted key in header lines before the base64 text. */
static BOOL has_header_lines(const char *text, const char *end)
{
    const char *colon = memchr(text, ':', (size_t)(end - text));

    return colon != NULL;
}

const char *decode_pem(const struct bytes *content, struct bytes *decoded)
{
    const char *text = scratch_copy(content->data, content->size, 1);
    const char *begin = strstr(text, PEM_BEGIN);

    while (begin)
    {
        const char *label = begin + strlen(PEM_BEGIN);
        const char *label_end = strstr(label, PEM_DASHES);
        const char *lines = label_end ? label_end + strlen(PEM_DASHES) : NULL;
        const char *end = lines ? strstr(lines, PEM_END) : NULL;
        const char *name;

        if (!end)
        {
            return NULL;
        }
        name = text_of("%.*s", (int)(label_end - label), label);
        if (!strstr(name, "PARAMETERS"))
        {
            return !has_header_lines(lines, end) &&
                           decode_base64(lines, (size_t)(end - lines), decoded)
                       ? name
                       : NULL;
        }
        begin = strstr(end, PEM_BEGIN);
    }
    return NULL;
}

struct bytes encode_pem(const struct bytes *content, const char *label)
{
    struct bytes pem = {NULL, 0};
    DWORD size = 0;
    char *base64;
    char *text;

    CryptBinaryToStringA(content->data, content->size, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCR,
                         NULL, &size);
    base64 = scratch((size_t)size + 1);
    CryptBinaryToStringA(content->data, content->size, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCR,
                         base64, &size);
    text = text_of(PEM_BEGIN "%s" PEM_DASHES "\n%s" PEM_END "%s" PEM_DASHES "\n", label, base64,
                   label);
    pem.data = (BYTE *)text;
    pem.size = (DWORD)strlen(text);
    return pem;
}
