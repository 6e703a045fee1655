#include "gis/bytes.hpp"

#include "gis/error.hpp"
#include "gis/gdal.hpp"

#include <cpl_vsi.h>

#include <algorithm>
#include <cstring>

namespace tuantra::gis {

namespace {

struct VsiCloser {
    void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};
using VsiFile = std::unique_ptr<VSILFILE, VsiCloser>;

class VsiBytes : public ByteSource {
public:
    VsiBytes(std::string shown, const std::string& name, std::uint64_t size, std::uint64_t max_bytes)
        : m_shown(std::move(shown)), m_size(size), m_max(max_bytes)
    {
        ErrorTrap trap;
        m_file.reset(VSIFOpenL(name.c_str(), "rb"));
        if (!m_file) throw Error(m_shown, 0, trap.text("cannot be opened"));
    }

    std::size_t read(char* to, std::size_t size) override
    {
        ErrorTrap trap;
        const std::size_t got = VSIFReadL(to, 1, size, m_file.get());
        if (got < size && trap.failed()) throw Error(m_shown, 0, "the file is damaged: " + trap.text(""));
        if (got < size && m_size > 0 && m_read + got < m_size && VSIFEofL(m_file.get()) == 0)
            throw Error(m_shown, 0, "the file is damaged: it ends early");
        m_read += got;
        if (m_read > m_max)
            throw Error(m_shown, 0, "unpacks to more than " + std::to_string(m_max >> 20U) + " MB; refused");
        return got;
    }

    double done() const override
    {
        return m_size > 0 ? std::min(1.0, static_cast<double>(m_read) / static_cast<double>(m_size)) : -1.0;
    }

private:
    std::string m_shown;
    VsiFile m_file;
    std::uint64_t m_size, m_max, m_read = 0;
};

class MemoryBytes : public ByteSource {
public:
    explicit MemoryBytes(std::string bytes) : m_bytes(std::move(bytes)) {}
    std::size_t read(char* to, std::size_t size) override
    {
        const std::size_t n = std::min(size, m_bytes.size() - m_at);
        std::memcpy(to, m_bytes.data() + m_at, n);
        m_at += n;
        return n;
    }
    double done() const override
    {
        return m_bytes.empty() ? 1.0 : static_cast<double>(m_at) / static_cast<double>(m_bytes.size());
    }

private:
    std::string m_bytes;
    std::size_t m_at = 0;
};

bool is_gzip(const std::string& name)
{
    const VsiFile file(VSIFOpenL(name.c_str(), "rb"));
    unsigned char magic[2] = {};
    return file && VSIFReadL(magic, 1, 2, file.get()) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
}

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& file, const std::string& inner,
                                       std::uint64_t max_bytes)
{
    const std::string shown = file.string();
    if (!inner.empty()) {
        const std::string name = "/vsizip/{" + std::filesystem::absolute(file).string() + "}/" + inner;
        VSIStatBufL stat;
        const bool known = VSIStatL(name.c_str(), &stat) == 0;
        return std::make_unique<VsiBytes>(shown, name, known ? static_cast<std::uint64_t>(stat.st_size) : 0, max_bytes);
    }
    const std::string plain = std::filesystem::absolute(file).string();
    if (is_gzip(plain)) return std::make_unique<VsiBytes>(shown, "/vsigzip/" + plain, 0, max_bytes);
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    return std::make_unique<VsiBytes>(shown, plain, unknown ? 0 : size, UINT64_MAX);
}

std::unique_ptr<ByteSource> memory_bytes(std::string bytes)
{
    return std::make_unique<MemoryBytes>(std::move(bytes));
}

std::vector<ZipEntry> list_zip(const std::filesystem::path& file, std::uint64_t max_bytes)
{
    constexpr int max_entries = 10'000;
    const std::string shown = file.string();
    ErrorTrap trap;
    const std::string root = "/vsizip/{" + std::filesystem::absolute(file).string() + "}";
    std::unique_ptr<VSIDIR, void (*)(VSIDIR*)> dir(VSIOpenDir(root.c_str(), -1, nullptr),
                                                   [](VSIDIR* d) { VSICloseDir(d); });
    if (!dir) throw Error(shown, 0, "the archive cannot be read: " + trap.text("it is damaged"));
    std::vector<ZipEntry> entries;
    std::uint64_t total = 0;
    int count = 0;
    while (const VSIDIREntry* entry = VSIGetNextDirEntry(dir.get())) {
        if (++count > max_entries) throw Error(shown, 0, "the archive has more than 10,000 entries; refused");
        if (VSI_ISDIR(entry->nMode) != 0) continue;
        const std::string name = entry->pszName;
        if (name.starts_with("/") || name.find("..") != std::string::npos)
            throw Error(shown, 0, "the archive names a file outside itself; refused");
        total += entry->nSize;
        if (total > max_bytes)
            throw Error(shown, 0,
                        "the archive unpacks to more than " + std::to_string(max_bytes >> 20U) + " MB; refused");
        entries.push_back({name, entry->nSize});
    }
    if (entries.empty()) throw Error(shown, 0, "the archive holds no file: " + trap.text("it is empty or damaged"));
    return entries;
}

}  // namespace tuantra::gis
