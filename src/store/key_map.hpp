#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tuantra::store {

/// From the hash of a record's key to its row and the hash of its content: open addressing, 24 bytes a slot, so that a
/// million keys fit in 50 MB. Hash 0 is not used.
class KeyMap {
public:
    struct Slot {
        std::uint64_t key = 0;
        std::int64_t id = 0;
        std::uint64_t content = 0;
    };

    /// Fetches the key's place into the cache ahead of find() or add().
    void expect(std::uint64_t key) const
    {
        if (!m_slots.empty()) __builtin_prefetch(&m_slots[home(key)], 1);
    }
    /// The slot of the key, or null. Valid until the next add().
    Slot* find(std::uint64_t key)
    {
        if (m_slots.empty()) return nullptr;
        auto& slot = m_slots[place(key)];
        return slot.key == key ? &slot : nullptr;
    }
    /// \pre the key is not there
    void add(std::uint64_t key, std::int64_t id, std::uint64_t content)
    {
        if ((m_size + 1) * 3 > m_slots.size() * 2) grow();
        m_slots[place(key)] = {key, id, content};
        ++m_size;
    }
    /// Adds or replaces.
    void put(std::uint64_t key, std::int64_t id, std::uint64_t content)
    {
        if (auto* slot = find(key))
            *slot = {key, id, content};
        else
            add(key, id, content);
    }
    std::size_t size() const { return m_size; }

private:
    std::size_t home(std::uint64_t key) const
    {
        return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15ULL >> 20U) & (m_slots.size() - 1);
    }
    std::size_t place(std::uint64_t key) const
    {
        const std::size_t mask = m_slots.size() - 1;
        auto at = home(key);
        while (m_slots[at].key != 0 && m_slots[at].key != key) at = (at + 1) & mask;
        return at;
    }
    void grow()
    {
        std::vector<Slot> old(m_slots.empty() ? 1024 : m_slots.size() * 2);
        old.swap(m_slots);
        for (const auto& slot : old)
            if (slot.key != 0) m_slots[place(slot.key)] = slot;
    }

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

}  // namespace tuantra::store
