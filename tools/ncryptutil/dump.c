/*
 * The command that prints key blobs.
 */
#include "dump.h"

#include "args.h"
#include "blobtypes.h"
#include "commands.h"
#include "der.h"
#include "files.h"
#include "keyfile.h"
#include "status.h"
#include "text.h"

const struct option dump_options[] = {
    {"secrets", NULL, "show private numbers"},
    {"all", NULL, "show every byte of long fields"},
    {"type", "TYPE", "blob type (default: recognised by its magic)"},
    OPTION_END,
};

static void dump_heading(const char *path, const char *label, const char *type,
                         const char *structure, const char *what, DWORD size)
{
    out("%s: %s", path, type);
    if (structure)
    {
        out(" (%s)", structure);
    }
    out(", %s, %lu bytes\n", what, (unsigned long)size);
    if (label)
    {
        out("  taken from the PEM block \"%s\"; offsets are those of the decoded bytes\n", label);
    }
    out("  %-7s %7s  %-*s %s\n", "offset", "size", NAME_WIDTH, "field", "value");
}

/* A recognised form may be damaged; other DER must at least be a sequence of the right size. */
static BOOL open_der(const struct bytes *content, struct der *element, const struct der_form **form)
{
    if (!der_open(content->data, content->size, element))
    {
        return FALSE;
    }
    *form = recognise_der(element);
    return *form || (element->tag == DER_SEQUENCE && element->size == content->size);
}

static int dump_content(struct dump *dump, const char *path, const char *label,
                        const struct bytes *content, const char *type)
{
    const struct layout *layout = type ? find_layout(blob_type_name(type))
                                       : recognise_layout(content);
    const struct der_form *form;
    struct der element;

    if (layout)
    {
        dump_heading(path, label, layout->type, layout->structure, layout->what, content->size);
        dump_layout(dump, layout, content->data, content->size, 0, 0);
        return RESULT_OK;
    }
    if (!open_der(content, &element, &form))
    {
        complain("%s is no key blob that this program knows: no magic fits, and it is no DER",
                 path);
        return RESULT_FAILED;
    }
    dump_heading(path, label, form && form->type ? form->type : "DER", NULL,
                 form ? form->what : "unknown content", content->size);
    dump_der(dump, &element);
    if (element.size < content->size)
    {
        dump_damage(dump, "the DER data ends at 0x%05lx; bytes after it: %lu",
                    (unsigned long)element.size, (unsigned long)(content->size - element.size));
    }
    return RESULT_OK;
}

static int dump_file(const struct arguments *arguments, const char *path)
{
    struct dump dump = {option_given(arguments, "secrets"), option_given(arguments, "all"), 0};
    struct bytes content, decoded;
    const char *label;
    int result;

    if (!read_file(path, &content))
    {
        return RESULT_FAILED;
    }
    label = decode_pem(&content, &decoded);
    result = dump_content(&dump, path, label, label ? &decoded : &content,
                          option_text(arguments, "type"));
    if (dump.damages)
    {
        complain("%s is damaged (see the lines marked **)", path);
        return RESULT_FAILED;
    }
    return result;
}

int run_dump(const struct arguments *arguments)
{
    int result = RESULT_OK;
    int i;

    for (i = 0; i < arguments->count; i++)
    {
        out("%s", i ? "\n" : "");
        if (dump_file(arguments, arguments->positional[i]))
        {
            result = RESULT_FAILED;
        }
    }
    return result;
}
