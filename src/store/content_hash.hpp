#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tuantra::store {

/// A 64-bit hash of a record's content that tells an unchanged record from a changed one. Stored, so it must not change
/// between versions of the program. Not for safety.
class ContentHash {
public:
    template <typename T>
    ContentHash& number(T value) requires std::is_arithmetic_v<T>
    {
        std::uint64_t word = 0;
        std::memcpy(&word, &value, sizeof value);
        mix(word);
        return *this;
    }
    ContentHash& text(std::string_view s)
    {
        mix(s.size());
        std::uint64_t word = 0;
        for (; s.size() >= sizeof word; s.remove_prefix(sizeof word)) {
            std::memcpy(&word, s.data(), sizeof word);
            mix(word);
        }
        if (!s.empty()) {
            word = 0;
            std::memcpy(&word, s.data(), s.size());
            mix(word);
        }
        return *this;
    }
    /// Never 0.
    std::uint64_t value() const
    {
        auto h = m_state;
        h ^= h >> 32U;
        h *= 0xD6E8FEB86659FD93ULL;
        h ^= h >> 32U;
        return h == 0 ? 1 : h;
    }

private:
    void mix(std::uint64_t word)
    {
        m_state = (m_state ^ word) * 0x9E3779B97F4A7C15ULL;
        m_state ^= m_state >> 29U;
    }
    std::uint64_t m_state = 0x243F6A8885A308D3ULL;
};

}  // namespace tuantra::store
