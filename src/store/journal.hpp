#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <string_view>
#include <vector>

namespace tuantra::store {

/// The log is a chain: each row's hash is the SHA-256 of the row and of the hash before it, so that a row altered or
/// taken out shows in every row after it.

/// Appends a row, stamped with the machine's clock. Inside the caller's transaction, so that what was not done is not
/// logged. `detail`: a JSON object.
void write_log(SQLite::Database& db, std::string_view who, std::string_view action, std::string_view subject,
               std::string_view detail);
/// What is wrong with the chain, one line per finding; at most `limit`.
std::vector<std::string> check_log(SQLite::Database& db, std::size_t limit);
/// The name of whoever runs the program, as the system knows it.
std::string user_name();

}  // namespace tuantra::store
