#include "analysis/special.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace tuantra::analysis;

TEST_CASE("Normal tails and quantiles agree with the tables and with each other", "[unit]")
{
    CHECK(normal_below(0) == 0.5);
    CHECK(normal_above(1.959963984540054) == Approx(0.025).epsilon(1e-12));
    CHECK(two_sided_p(-1.959963984540054) == Approx(0.05).epsilon(1e-12));
    CHECK(normal_above(30) == Approx(4.906713927148187e-198).epsilon(1e-12));
    for (const double p : {1e-12, 0.001, 0.025, 0.5, 0.9, 0.999})
        CHECK(normal_below(normal_quantile(p)) == Approx(p).epsilon(1e-12));
    CHECK_THROWS_AS(normal_quantile(0), std::invalid_argument);
    CHECK_THROWS_AS(normal_quantile(std::nan("")), std::invalid_argument);
}

TEST_CASE("Poisson limits put exactly the tail beyond them", "[unit]")
{
    CHECK(poisson_limits(0).low == 0);
    CHECK(poisson_limits(0).high == Approx(-std::log(0.025)).epsilon(1e-13));
    const auto [low, high] = poisson_limits(7, 0.9);
    double below = 0, at_most = 0, term_low = std::exp(-low), term_high = std::exp(-high);
    for (int k = 0; k <= 7; ++k) {
        if (k < 7) below += term_low;
        at_most += term_high;
        term_low *= low / (k + 1);
        term_high *= high / (k + 1);
    }
    CHECK(1 - below == Approx(0.05).epsilon(1e-11));
    CHECK(at_most == Approx(0.05).epsilon(1e-11));
    CHECK_THROWS_AS(poisson_limits(3, 1), std::invalid_argument);
}

TEST_CASE("Binomial limits and p-values agree with R", "[unit]")
{
    // R 4.2: binom.test(7, 20), binom.test(0, 10), binom.test(9, 11, 0.4)
    CHECK(binomial_limits(7, 20).low == Approx(0.1539092047845412).epsilon(1e-10));
    CHECK(binomial_limits(7, 20).high == Approx(0.5921885345328283).epsilon(1e-10));
    CHECK(binomial_limits(0, 10).low == 0);
    CHECK(binomial_limits(0, 10).high == Approx(1 - std::pow(0.025, 0.1)).epsilon(1e-12));
    CHECK(binomial_limits(10, 10).high == 1);
    CHECK(binomial_p(7, 20, 0.5) == Approx(0.2631759643554688).epsilon(1e-12));
    CHECK_THROWS_AS(binomial_limits(3, 2), std::invalid_argument);
}

TEST_CASE("The exact p-value is the sum over all outcomes no likelier than the one seen", "[unit]")
{
    for (const double chance : {0.03, 0.4, 0.5, 0.85, 1.0})
        for (std::uint64_t hits = 0; hits <= 11; ++hits) {
            const auto probability = [&](std::uint64_t k) {
                double choose = 1;
                for (std::uint64_t i = 0; i < k; ++i)
                    choose *= static_cast<double>(11 - i) / static_cast<double>(i + 1);
                return choose * std::pow(chance, static_cast<double>(k)) *
                       std::pow(1 - chance, static_cast<double>(11 - k));
            };
            double sum = 0;
            for (std::uint64_t k = 0; k <= 11; ++k)
                if (probability(k) <= probability(hits) * (1 + 1e-7)) sum += probability(k);
            CHECK(binomial_p(hits, 11, chance) == Approx(sum).epsilon(1e-9).margin(1e-300));
        }
}
