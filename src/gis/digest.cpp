#include "gis/error.hpp"
#include "gis/import.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace tuantra::gis {

std::string file_sha256(const std::filesystem::path& file)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!in) throw Error(file.string(), 0, std::strerror(errno));
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    bool good = digest && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
    std::array<unsigned char, 65536> block;
    for (std::size_t n = 0; good && (n = std::fread(block.data(), 1, block.size(), in.get())) > 0;)
        good = EVP_DigestUpdate(digest.get(), block.data(), n) == 1;
    if (std::ferror(in.get()) != 0) throw Error(file.string(), 0, "cannot be read to its end");
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
    unsigned size = 0;
    if (!good || EVP_DigestFinal_ex(digest.get(), bytes.data(), &size) != 1)
        throw Error(file.string(), 0, "no SHA-256 here");
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        constexpr char digits[] = "0123456789abcdef";
        out += digits[bytes[i] >> 4U];
        out += digits[bytes[i] & 15U];
    }
    return out;
}

}  // namespace tuantra::gis
