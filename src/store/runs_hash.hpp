#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>

namespace tuantra::store {

/// SHA-256 over a sealed run and all its cells as they stand in the file, its own hash left out.
std::string hash_of_run(SQLite::Database& db, std::int64_t run_id);

}  // namespace tuantra::store
