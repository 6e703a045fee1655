// libkml keeps what it had read of an archive that turns out to be broken. Not ours to free, and small; LeakSanitizer asks
// here what to leave out.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libkmlbase\nleak:libkmlengine\nleak:libkmldom\n";
}
