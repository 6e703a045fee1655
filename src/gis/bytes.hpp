#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tuantra::gis {

/// The bytes of a file from front to back, unpacked where it is gzipped.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// At most `size` bytes; 0 only at the end. Throws Error.
    virtual std::size_t read(char* to, std::size_t size) = 0;
    /// 0..1 of the file on disk, negative while unknown.
    virtual double done() const = 0;
};

/// `inner`: an entry of the .zip `file`; empty: the file itself. Throws Error, also once more than max_bytes came out.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& file, const std::string& inner,
                                       std::uint64_t max_bytes);
/// Bytes that are already in memory.
std::unique_ptr<ByteSource> memory_bytes(std::string bytes);

struct ZipEntry {
    std::string name;
    std::uint64_t size = 0;
};
/// The files (no folders) inside. Throws Error when it is no archive, has over 10,000 entries, would unpack to more
/// than max_bytes, or names something outside itself.
std::vector<ZipEntry> list_zip(const std::filesystem::path& file, std::uint64_t max_bytes);

}  // namespace tuantra::gis
