#pragma once
#include <cstdint>
#include <vector>

namespace tuantra::app {

/// A stream of numbers that is the same with every compiler and library, which std's distributions are not: splitmix64,
/// and nothing but additions and multiplications after it.
class DemoRandom {
public:
    explicit DemoRandom(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t bits()
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }
    /// In [0, 1).
    double unit() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
    double between(double from, double to) { return from + (to - from) * unit(); }
    int whole(int from, int to) { return from + static_cast<int>(unit() * (to - from + 1)); }
    bool chance(double p) { return unit() < p; }
    /// Near enough to a standard normal number: the sum of twelve even ones (Irwin-Hall).
    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }
    /// An index with the chance of its weight. \pre some weight is above 0
    std::size_t pick(const std::vector<double>& weights)
    {
        double sum = 0;
        for (const double w : weights) sum += w;
        double at = unit() * sum;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            at -= weights[i];
            if (at < 0) return i;
        }
        return weights.size() - 1;
    }

private:
    std::uint64_t m_state;
};

/// A seed of its own for part `index` of the work, so that parts do not depend on each other's order.
inline std::uint64_t part_seed(std::uint64_t seed, std::uint64_t part, std::uint64_t index)
{
    DemoRandom mix(seed * 0x2545f4914f6cdd1dULL + part);
    return mix.bits() ^ (index * 0x9e3779b97f4a7c15ULL);
}

}  // namespace tuantra::app
