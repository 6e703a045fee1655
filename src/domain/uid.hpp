#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tuantra::domain {

/// A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then randomness. Sorts by time of making.
struct Uid {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const Uid&, const Uid&) = default;
};

std::string to_string(const Uid& uid);  ///< 36 characters, lower case
std::optional<Uid> parse_uid(std::string_view text);

/// Makes uids; within one maker they strictly increase. Not thread-safe: one per thread.
class UidMaker {
public:
    UidMaker();                             ///< seeded from the system's entropy
    explicit UidMaker(std::uint64_t seed);  ///< reproducible: same seed and same times, same uids
    Uid make(std::int64_t unix_ms);

private:
    std::uint64_t next();
    std::uint64_t m_state[4];
    std::int64_t m_last_ms = -1;
    std::uint16_t m_counter = 0;
};

}  // namespace tuantra::domain
