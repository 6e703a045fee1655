#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tuantra::store {

/// SHA-256 (FIPS 180-4), fed piece by piece.
class Sha256 {
public:
    Sha256& add(std::string_view bytes);
    /// Lower-case hex. Ends the digest.
    std::string hex();

private:
    void block(const std::uint8_t* data);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> m_rest{};
    std::uint64_t m_bytes = 0;
};

}  // namespace tuantra::store
