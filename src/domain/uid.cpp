#include "domain/uid.hpp"

#include <algorithm>
#include <bit>
#include <random>

namespace tuantra::domain {
namespace {

std::uint64_t splitmix(std::uint64_t& state)
{
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hyphen_before(std::size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

constexpr std::int64_t last_ms_that_fits = (std::int64_t{1} << 48) - 1;
constexpr std::uint16_t last_counter = 0x0FFF;

}  // namespace

std::string to_string(const Uid& uid)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < uid.bytes.size(); ++i) {
        if (hyphen_before(i)) out += '-';
        out += digits[uid.bytes[i] >> 4];
        out += digits[uid.bytes[i] & 0x0F];
    }
    return out;
}

std::optional<Uid> parse_uid(std::string_view text)
{
    if (text.size() != 36) return std::nullopt;
    Uid uid;
    std::size_t at = 0;
    for (std::size_t i = 0; i < uid.bytes.size(); ++i) {
        if (hyphen_before(i) && text[at++] != '-') return std::nullopt;
        const int high = hex_value(text[at++]);
        const int low = hex_value(text[at++]);
        if (high < 0 || low < 0) return std::nullopt;
        uid.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return uid;
}

UidMaker::UidMaker()
{
    std::random_device entropy;
    for (auto& word : m_state) word = std::uint64_t{entropy()} << 32 | entropy();
    if (std::all_of(std::begin(m_state), std::end(m_state), [](std::uint64_t w) { return w == 0; })) m_state[0] = 1;
}

UidMaker::UidMaker(std::uint64_t seed)
{
    for (auto& word : m_state) word = splitmix(seed);
}

// xoshiro256** (Blackman and Vigna): fast, and the same numbers on every machine, which std's distributions are not.
std::uint64_t UidMaker::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

Uid UidMaker::make(std::int64_t unix_ms)
{
    const std::int64_t wanted = std::clamp<std::int64_t>(unix_ms, 0, last_ms_that_fits);
    if (wanted > m_last_ms) {
        m_last_ms = wanted;
        // Half of the counter's range stays free, so that a burst within one millisecond rarely runs into the next.
        m_counter = static_cast<std::uint16_t>(next() & 0x07FF);
    } else if (m_counter < last_counter) {
        ++m_counter;
    } else {
        ++m_last_ms;
        m_counter = 0;
    }
    Uid uid;
    const auto ms = static_cast<std::uint64_t>(m_last_ms);
    for (unsigned i = 0; i < 6; ++i) uid.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    uid.bytes[6] = static_cast<std::uint8_t>(0x70 | m_counter >> 8);
    uid.bytes[7] = static_cast<std::uint8_t>(m_counter & 0xFF);
    const std::uint64_t random = next();
    for (unsigned i = 0; i < 8; ++i) uid.bytes[8 + i] = static_cast<std::uint8_t>(random >> (56 - 8 * i));
    uid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uid.bytes[8] & 0x3F));
    return uid;
}

}  // namespace tuantra::domain
