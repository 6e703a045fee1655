#pragma once
#include "app/import_job.hpp"
#include "app/paths.hpp"
#include "domain/line.hpp"
#include "store/store.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace tuantra::app {

struct DemoSettings {
    std::uint64_t seed = 1;
    std::optional<std::size_t> incidents, patrols;  ///< those of data/demo/exercise.json if not given
};

struct DemoReport {
    domain::Uid source;
    std::size_t units = 0, patrols = 0;
    std::int64_t incidents = 0, tracks = 0, fixes = 0;
};

/// What was planted in an exercise, to hold methods against: the chance that what happens has its address on a
/// kilometre of a line and within 25 km of it, whether or not anybody finds it.
struct DemoTruth {
    std::array<std::vector<double>, domain::line_count> per_km;
};

/// The truth behind make_demo() with the same seed, from half a million events. Throws as make_demo().
DemoTruth demo_truth(std::uint64_t seed, const Paths& paths, const domain::Lines& lines);

/// What every source of invented records is called; identity across runs of one seed.
std::string demo_source_name(std::uint64_t seed);

/// Fills the database with an invented exercise along both lines, marked synthetic. The same seed and numbers give the
/// same records (Store::digest), whatever the machine's load and number of cores. One transaction, so that a stop or a
/// throw from `tick` leaves nothing. Earlier exercises in the file are taken back first.
/// Throws std::runtime_error when the file holds records that are not synthetic; std::runtime_error for bad parameters.
DemoReport make_demo(const DemoSettings& settings, const Paths& paths, store::Store& store, const domain::Lines& lines,
                     const Tick& tick = {});

}  // namespace tuantra::app
