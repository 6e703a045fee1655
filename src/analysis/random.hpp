#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tuantra::analysis {

/// One step of splitmix64 (Steele, Lea and Flood 2014): advances the state and returns a well-mixed word.
std::uint64_t splitmix64(std::uint64_t& state);

/// xoshiro256** 1.0 (Blackman and Vigna 2018). The same numbers on every machine and compiler, which the standard
/// library's distributions do not promise. Not for secrets.
class Random {
public:
    /// The stream of one task of a seeded run: streams of different tasks are unrelated, so that a result does not
    /// depend on which thread runs which task.
    explicit Random(std::uint64_t seed, std::uint64_t task = 0);
    /// A generator in exactly this state. \pre not all zero
    explicit Random(const std::array<std::uint64_t, 4>& state) : m_state(state) {}

    std::uint64_t next();
    /// In [0, 1), 53 bits.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// In [0, n), every value equally likely (Lemire 2019). \pre n > 0
    std::uint64_t below(std::uint64_t n);
    /// Ahead by 2^128 numbers.
    void jump();
    /// Fisher-Yates: every order equally likely.
    template <class T>
    void shuffle(std::span<T> values)
    {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::array<std::uint64_t, 4> m_state;
};

/// Draws indices with given chances in constant time (Walker 1977, Vose 1991).
class AliasTable {
public:
    /// \pre weights finite, none negative, not all zero; else std::invalid_argument.
    explicit AliasTable(std::span<const double> weights);
    std::size_t draw(Random& random) const
    {
        const std::size_t i = random.below(m_chance.size());
        return random.uniform() < m_chance[i] ? i : m_alias[i];
    }

private:
    std::vector<double> m_chance;
    std::vector<std::size_t> m_alias;
};

}  // namespace tuantra::analysis
