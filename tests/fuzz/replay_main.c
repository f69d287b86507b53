/*
 * Runs a fuzzer over files: what "make check" does with the corpus.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The block is exactly as long as the file, so that a read past its end is seen. */
static int replay(const char *name)
{
    FILE *file = fopen(name, "rb");
    uint8_t *data;
    long size;

    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
    {
        perror(name);
        return 1;
    }
    data = malloc(size ? size : 1);
    if (!data || fread(data, 1, size, file) != (size_t)size)
        abort();
    fclose(file);
    fprintf(stderr, "%s\n", name); /* the last one is the one that failed */
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    int i, failed = 0;

    for (i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
