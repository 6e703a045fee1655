#include "store/journal.hpp"

#include "store/sha256.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

namespace tuantra::store {

namespace {

const std::string first_hash(64, '0');

std::int64_t now_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// Parts with their lengths, so that no two rows give one stream.
std::string chained(const std::string& before, std::int64_t seq, std::int64_t at,
                    std::initializer_list<std::string_view> texts)
{
    Sha256 sha;
    sha.add(before).add(std::to_string(seq) + ":" + std::to_string(at));
    for (const auto text : texts) sha.add(":" + std::to_string(text.size()) + ":").add(text);
    return sha.hex();
}

}  // namespace

std::string user_name()
{
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return "uid " + std::to_string(::geteuid());
}

void write_log(SQLite::Database& db, std::string_view who, std::string_view action, std::string_view subject,
               std::string_view detail)
{
    std::string before = first_hash;
    std::int64_t seq = 1;
    SQLite::Statement last(db, "SELECT seq,hash FROM log ORDER BY seq DESC LIMIT 1");
    if (last.executeStep()) {
        seq = last.getColumn(0).getInt64() + 1;
        before = last.getColumn(1).getString();
    }
    const auto at = now_ms();
    SQLite::Statement put(
        db, "INSERT INTO log(seq,at,who,action,subject,detail,previous_hash,hash) VALUES(?,?,?,?,?,?,?,?)");
    put.bind(1, seq);
    put.bind(2, at);
    int i = 2;
    for (const auto text : {who, action, subject, detail}) put.bind(++i, std::string(text));
    put.bind(7, before);
    put.bind(8, chained(before, seq, at, {who, action, subject, detail}));
    put.exec();
}

std::vector<std::string> check_log(SQLite::Database& db, std::size_t limit)
{
    std::vector<std::string> findings;
    std::string before = first_hash;
    std::int64_t seq = 0;
    SQLite::Statement rows(db, "SELECT seq,at,who,action,subject,detail,previous_hash,hash FROM log ORDER BY seq");
    while (findings.size() < limit && rows.executeStep()) {
        std::array<std::string, 6> text;
        for (std::size_t i = 0; i < text.size(); ++i) text[i] = rows.getColumn(static_cast<int>(i) + 2).getString();
        const auto& [who, action, subject, detail, previous, hash] = text;
        const auto at = rows.getColumn(0).getInt64();
        if (at != seq + 1) findings.push_back("log: rows are missing before " + std::to_string(at));
        const bool follows = previous == before;
        if (!follows || hash != chained(before, at, rows.getColumn(1).getInt64(), {who, action, subject, detail}))
            findings.push_back("log: row " + std::to_string(at) + " was altered");
        seq = at;
        before = hash;
    }
    const auto written = db.execAndGet("SELECT coalesce(max(seq),0) FROM sqlite_sequence WHERE name='log'").getInt64();
    if (findings.size() < limit && written != seq)
        findings.push_back("log: rows are missing after " + std::to_string(seq));
    return findings;
}

}  // namespace tuantra::store
