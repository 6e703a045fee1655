#include "analysis/random.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace tuantra::analysis {

namespace {

__extension__ using Wide = unsigned __int128;

}  // namespace

std::uint64_t splitmix64(std::uint64_t& state)
{
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

Random::Random(std::uint64_t seed, std::uint64_t task)
{
    std::uint64_t task_state = task;
    std::uint64_t state = seed ^ splitmix64(task_state);
    for (std::uint64_t& word : m_state) word = splitmix64(state);
}

std::uint64_t Random::next()
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

std::uint64_t Random::below(std::uint64_t n)
{
    Wide product = static_cast<Wide>(next()) * n;
    auto low = static_cast<std::uint64_t>(product);
    if (low < n) {
        const std::uint64_t threshold = (0 - n) % n;
        while (low < threshold) {
            product = static_cast<Wide>(next()) * n;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

void Random::jump()
{
    constexpr std::array<std::uint64_t, 4> polynomial{0x180ec6d33cfd0abaULL, 0xd5a61266f0c9392cULL,
                                                      0xa9582618e03fc9aaULL, 0x39abdc4529b1661cULL};
    std::array<std::uint64_t, 4> sum{};
    for (const std::uint64_t word : polynomial)
        for (int bit = 0; bit < 64; ++bit) {
            if ((word >> bit) & 1U)
                for (std::size_t i = 0; i < 4; ++i) sum[i] ^= m_state[i];
            next();
        }
    m_state = sum;
}

AliasTable::AliasTable(std::span<const double> weights) : m_chance(weights.size(), 1), m_alias(weights.size(), 0)
{
    double total = 0;
    for (const double weight : weights) {
        if (!std::isfinite(weight) || weight < 0)
            throw std::invalid_argument("chances: a weight is negative or not a number");
        total += weight;
    }
    if (!(total > 0)) throw std::invalid_argument("chances: all weights are zero");
    std::vector<std::size_t> small, large;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        m_chance[i] = weights[i] / total * static_cast<double>(weights.size());
        m_alias[i] = i;
        (m_chance[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
        const std::size_t under = small.back(), over = large.back();
        small.pop_back();
        m_alias[under] = over;
        m_chance[over] -= 1 - m_chance[under];
        if (m_chance[over] < 1) {
            large.pop_back();
            small.push_back(over);
        }
    }
    for (const std::size_t i : large) m_chance[i] = 1;
    // What rounding left over had a chance of one, except that a weight of zero must never be drawn.
    const auto heaviest = static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
    for (const std::size_t i : small) {
        m_chance[i] = weights[i] > 0 ? 1 : 0;
        m_alias[i] = heaviest;
    }
}

}  // namespace tuantra::analysis
