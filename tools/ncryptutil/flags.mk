# What ncryptutil.exe needs beyond the flags that every Windows program of the project gets.
NCRYPTUTIL_CFLAGS :=
NCRYPTUTIL_LIBS   := -lncrypt -lbcrypt -lcrypt32 -lversion
