#include "store/rtree_pack.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

namespace tuantra::store {

namespace {

constexpr std::size_t plane_cells = 51;  // RTREE_MAXCELLS
constexpr float inf = std::numeric_limits<float>::infinity();

float round_down(double v)
{
    const auto f = static_cast<float>(v);
    return static_cast<double>(f) > v ? std::nextafterf(f, -inf) : f;
}

float round_up(double v)
{
    const auto f = static_cast<float>(v);
    return static_cast<double>(f) < v ? std::nextafterf(f, inf) : f;
}

/// Distance along a Hilbert curve (Skilling's transposition).
template <std::size_t dimensions>
std::uint64_t hilbert(std::array<std::uint32_t, dimensions> x)
{
    constexpr unsigned bits = 20;
    for (unsigned bit = bits - 1; bit > 0; --bit) {
        const std::uint32_t p = (1U << bit) - 1;
        for (auto& v : x) {
            // Masks, not branches: places are random, so every branch would be guessed wrong half the time.
            const std::uint32_t set = 0U - (v >> bit & 1U);
            const std::uint32_t t = (x[0] ^ v) & p & ~set;
            x[0] ^= t | (p & set);
            v ^= t;
        }
    }
    for (std::size_t i = 1; i < dimensions; ++i) x[i] ^= x[i - 1];
    std::uint32_t t = 0;
    for (std::uint32_t q = 1U << (bits - 1); q > 1; q >>= 1U)
        if ((x[dimensions - 1] & q) != 0) t ^= q - 1;
    for (auto& v : x) v ^= t;
    std::uint64_t d = 0;
    for (unsigned b = bits; b-- > 0;)
        for (const auto v : x) d = d << 1U | (v >> b & 1U);
    return d;
}

std::uint32_t cell(double share)
{
    constexpr double top = (1U << 20U) - 1;
    return static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * top);
}

/// A year weighs as much as nine degrees: a month beside a degree is what people ask about. 1980..2060 are told apart.
std::uint64_t curve_key(const IndexEntry& e, IndexShape shape)
{
    const auto x = cell(e.lon / 360 + 0.5);
    const auto y = cell(e.lat / 360 + 0.5);
    if (shape == IndexShape::plane) return hilbert<2>({x, y});
    constexpr double year = 365.25 * 86400;
    return hilbert<3>({x, y, cell((e.from + e.to) / (80 * year) + 0.5)});
}

struct Node {
    std::int64_t id = 0;
    std::array<float, 10> box{};  // pairs of least and greatest
};

class Packer {
public:
    Packer(SQLite::Database& db, const std::string& table, IndexShape shape)
        : m_numbers(shape == IndexShape::plane ? 4U : 10U),
          m_cells(shape == IndexShape::plane ? plane_cells : (full_node_size - 4) / 48),
          m_blob(4 + (8 + 4 * m_numbers) * m_cells),
          m_node(db, "INSERT INTO \"" + table + "_node\" VALUES(?,?)"),
          m_parent(db, "INSERT INTO \"" + table + "_parent\" VALUES(?,?)"),
          m_rowid(db, "INSERT INTO \"" + table + "_rowid\"(rowid,nodeno) VALUES(?,?)")
    {
    }

    void run(std::vector<Node> level)
    {
        std::vector<std::pair<std::int64_t, std::int64_t>> leaves;
        leaves.reserve(level.size());
        std::int64_t next = 2;  // node 1 is the root
        for (std::uint16_t depth = 0;; ++depth) {
            const bool root = level.size() <= m_cells;
            std::vector<Node> above;
            for (std::size_t i = 0; root ? i == 0 : i < level.size(); i += m_cells) {
                const auto cells = std::span(level).subspan(i, std::min(m_cells, level.size() - i));
                const std::int64_t number = root ? 1 : next++;
                above.push_back(write(cells, number, root ? depth : std::uint16_t{0}));
                for (const auto& c : cells) {
                    if (depth == 0)
                        leaves.emplace_back(c.id, number);
                    else
                        insert(m_parent, c.id, number);
                }
            }
            if (root) break;
            level.swap(above);
        }
        std::sort(leaves.begin(), leaves.end());
        for (const auto& [id, number] : leaves) insert(m_rowid, id, number);
    }

private:
    template <typename T>
    std::uint8_t* big_endian(std::uint8_t* out, T value)
    {
        for (std::size_t i = sizeof value; i-- > 0;) *out++ = static_cast<std::uint8_t>(value >> (8 * i));
        return out;
    }

    Node write(std::span<const Node> cells, std::int64_t number, std::uint16_t depth)
    {
        std::fill(m_blob.begin(), m_blob.end(), std::uint8_t{0});
        auto* out = big_endian(m_blob.data(), depth);
        out = big_endian(out, static_cast<std::uint16_t>(cells.size()));
        Node box{number, {inf, -inf, inf, -inf, inf, -inf, inf, -inf, inf, -inf}};
        for (const auto& c : cells) {
            out = big_endian(out, static_cast<std::uint64_t>(c.id));
            for (std::size_t k = 0; k < m_numbers; ++k) {
                out = big_endian(out, std::bit_cast<std::uint32_t>(c.box[k]));
                box.box[k] = k % 2 == 0 ? std::min(box.box[k], c.box[k]) : std::max(box.box[k], c.box[k]);
            }
        }
        m_node.bind(1, number);
        m_node.bindNoCopy(2, m_blob.data(), static_cast<int>(m_blob.size()));
        m_node.exec();
        m_node.reset();
        return box;
    }

    static void insert(SQLite::Statement& statement, std::int64_t a, std::int64_t b)
    {
        statement.bind(1, a);
        statement.bind(2, b);
        statement.exec();
        statement.reset();
    }

    std::size_t m_numbers, m_cells;
    std::vector<std::uint8_t> m_blob;
    SQLite::Statement m_node, m_parent, m_rowid;
};

std::vector<Node> in_curve_order(const std::vector<IndexEntry>& entries, IndexShape shape)
{
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        order[i] = {curve_key(entries[i], shape), static_cast<std::uint32_t>(i)};
    std::sort(order.begin(), order.end());
    std::vector<Node> nodes;
    nodes.reserve(entries.size());
    constexpr std::size_t ahead = 16;
    for (std::size_t n = 0; n < order.size(); ++n) {
        if (n + ahead < order.size()) {
            const auto* next = &entries[order[n + ahead].second];
            __builtin_prefetch(next);
            __builtin_prefetch(reinterpret_cast<const char*>(next + 1) - 1);
        }
        const auto& e = entries[order[n].second];
        nodes.push_back(
            {e.id,
             {round_down(e.lon), round_up(e.lon), round_down(e.lat), round_up(e.lat), round_down(e.from),
              round_up(e.to), round_down(e.position), round_up(e.position), round_down(e.facet), round_up(e.facet)}});
    }
    return nodes;
}

}  // namespace

void pack_rtree(Connection& connection, const std::string& table, IndexShape shape, std::vector<IndexEntry>& entries)
{
    struct Undefended {
        Connection& connection;
        explicit Undefended(Connection& c) : connection(c) { c.defensive(false); }
        ~Undefended() { connection.defensive(true); }
    } undefended(connection);
    auto& db = connection.db();
    for (const char* part : {"_node", "_parent", "_rowid"}) db.exec("DELETE FROM \"" + table + part + '"');
    Packer(db, table, shape).run(in_curve_order(entries, shape));
}

}  // namespace tuantra::store
