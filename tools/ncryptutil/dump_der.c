/*
 * Prints DER, with the names of the form that it has (keyfile.c).
 */
#include "der.h"
#include "dump.h"
#include "keyfile.h"
#include "text.h"

#include <string.h>
#include <wincrypt.h>

#define DEEPEST 12

enum
{
    DER_BOOLEAN = 0x01,
    DER_UTF8_STRING = 0x0c,
    DER_PRINTABLE_STRING = 0x13,
    DER_IA5_STRING = 0x16,
    DER_UNIVERSAL_LIMIT = 0x40,
    DER_TAG_NUMBER = 0x1f
};

struct walk
{
    struct dump *dump;
    const BYTE *origin; /* of the whole data, where offset 0 is */
    const struct der_form *form;
    const char *path; /* of the element within its form, such as "2.1" */
    const char *oid;  /* the last OID seen: it tells what the rest means */
    int depth;
    BOOL secret; /* inside a private key */
};

static void walk_element(struct walk *walk, const struct der *element);

/* ------------------------------------------------------------------------------------------
 * Names
 */
static const struct value_name tags[] = {
    {DER_BOOLEAN, "BOOLEAN"},
    {DER_INTEGER, "INTEGER"},
    {DER_BIT_STRING, "BIT STRING"},
    {DER_OCTET_STRING, "OCTET STRING"},
    {DER_NULL, "NULL"},
    {DER_OID, "OID"},
    {DER_UTF8_STRING, "UTF8String"},
    {DER_PRINTABLE_STRING, "PrintableString"},
    {DER_IA5_STRING, "IA5String"},
    {DER_SEQUENCE, "SEQUENCE"},
    {DER_SET, "SET"},
    {0, NULL},
};

static const char *tag_name(BYTE tag)
{
    int i;

    for (i = 0; tags[i].name; i++)
    {
        if (tags[i].value == tag)
        {
            return tags[i].name;
        }
    }
    return text_of(tag < DER_UNIVERSAL_LIMIT ? "tag %u" : "[%u]", tag & DER_TAG_NUMBER);
}

/* Compares "a0.3.1" with a pattern such as "a0.*.1". */
static BOOL path_matches(const char *pattern, const char *path)
{
    while (*pattern && *path)
    {
        if (*pattern == '*')
        {
            path += strcspn(path, ".");
            pattern++;
        }
        else if (*pattern++ != *path++)
        {
            return FALSE;
        }
    }
    return !*pattern && !*path;
}

static const struct der_label *find_label(const struct walk *walk)
{
    const struct der_label *label = walk->form ? walk->form->labels : NULL;

    for (; label && label->path; label++)
    {
        if (path_matches(label->path, walk->path))
        {
            return label;
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Values
 */
/* The bits of KeyUsage (RFC 5280, 4.2.1.3), first bit first. */
static const char *const key_usages[] = {
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment",
    "keyAgreement",     "keyCertSign",    "cRLSign",         "encipherOnly",
};

static const char *key_usage_text(const struct der *element)
{
    const char *text = "";
    int i;

    for (i = 0; element->content_size > 1 && i < (int)ARRAYSIZE(key_usages); i++)
    {
        if (element->content[1] & 0x80 >> i)
        {
            text = text_of("%s%s%s", text, *text ? ", " : "", key_usages[i]);
        }
    }
    return text;
}

static const char *integer_text(const struct der *element)
{
    unsigned long long value = 0;
    DWORD i;

    if (element->content_size > sizeof(value) - 1)
    {
        return text_of("%lu bits",
                       (unsigned long)number_bits(element->content, element->content_size, FALSE));
    }
    for (i = 0; i < element->content_size; i++)
    {
        value = value << 8 | element->content[i];
    }
    return text_of("%llu", value);
}

static const char *oid_text(struct walk *walk, const struct der *element)
{
    const char *oid = der_oid(element);
    const char *name = oid ? oid_name(oid) : NULL;

    walk->oid = oid;
    return name ? text_of("%s = %s", oid, name) : oid ? oid : "(damaged)";
}

static const char *leaf_text(struct walk *walk, const struct der *element)
{
    switch (element->tag)
    {
    case DER_INTEGER:
        return integer_text(element);
    case DER_OID:
        return oid_text(walk, element);
    case DER_NULL:
        return "";
    case DER_BIT_STRING:
        if (walk->oid && !strcmp(walk->oid, szOID_KEY_USAGE))
        {
            return key_usage_text(element);
        }
        return text_of("%lu bits",
                       element->content_size
                           ? (unsigned long)(element->content_size - 1) * 8 - element->content[0]
                           : 0);
    case DER_UTF8_STRING:
    case DER_PRINTABLE_STRING:
    case DER_IA5_STRING:
        return text_of("\"%.*s\"", (int)element->content_size, (const char *)element->content);
    default:
        return text_of("%lu bytes", (unsigned long)element->content_size);
    }
}

/* ------------------------------------------------------------------------------------------
 * The walk
 */
/* The DER inside the OCTET STRING that holds the private key, if there is any. */
static BOOL open_inner_key(const struct walk *walk, const struct der *element, struct der *key)
{
    return element->tag == DER_OCTET_STRING && walk->form && walk->form->private_path &&
           !strcmp(walk->path, walk->form->private_path) &&
           der_open(element->content, element->content_size, key) &&
           key->size == element->content_size;
}

/* Only a form of private keys tells which numbers are public; of another form all stay hidden. */
static void walk_inner_key(const struct walk *walk, const struct der *key)
{
    struct walk inner = *walk;

    inner.form = recognise_der(key);
    if (inner.form && !inner.form->private_path)
    {
        inner.form = NULL;
    }
    inner.path = "";
    inner.secret = TRUE;
    inner.depth++;
    walk_element(&inner, key);
}

static void walk_children(struct walk *walk, const struct der *children, int count)
{
    int i;

    for (i = 0; i < count; i++)
    {
        struct walk child = *walk;
        BOOL context = (children[i].tag & 0xc0) == 0x80;
        const char *step = context ? text_of("%02x", children[i].tag) : text_of("%d", i + 1);

        child.path = *walk->path ? text_of("%s.%s", walk->path, step) : step;
        child.depth++;
        if (walk->form && walk->form->private_path && !strcmp(child.path, walk->form->private_path))
        {
            child.secret = TRUE;
        }
        walk_element(&child, &children[i]);
        walk->oid = child.oid;
    }
}

static void walk_element(struct walk *walk, const struct der *element)
{
    struct der children[DER_MAX_CHILDREN], key;
    int count = walk->depth < DEEPEST ? der_children(element, children, DER_MAX_CHILDREN) : -1;
    const struct der_label *label = find_label(walk);
    const char *name = label ? label->name : "-";
    const char *type = tag_name(element->tag);
    DWORD offset = (DWORD)(element->data - walk->origin);

    if (count >= 0)
    {
        dump_row(offset, element->size, walk->depth, name, text_of("%s of %d\n", type, count));
        walk_children(walk, children, count);
    }
    else if (open_inner_key(walk, element, &key))
    {
        dump_row(offset, element->size, walk->depth, name, text_of("%s with DER\n", type));
        walk_inner_key(walk, &key);
    }
    else
    {
        const char *value = text_of("%s %s", type, leaf_text(walk, element));

        dump_data(walk->dump, offset, walk->depth, name, value, element->data, element->size,
                  walk->secret && !(label && label->is_public));
    }
}

void dump_der(struct dump *dump, const struct der *element)
{
    struct walk walk = {dump, element->data, recognise_der(element), "", NULL, 0, FALSE};

    walk.secret = walk.form && walk.form->private_path && !*walk.form->private_path;
    walk_element(&walk, element);
}
