-- Sends prepared requests in turn, each with a fresh nonce where it has room for one.
-- Arguments: file of requests, hex that makes nonces of this run fresh, offset and hex of what a good answer has there.
--
-- A line of the file: method, path, content type or "-", host, hex of the body before the nonce, octets of the nonce,
-- hex of the body after it; separated by blanks, "-" for nothing.

local threads = {}
local number = 0

function setup(thread)
  number = number + 1
  thread:set("id", number)
  table.insert(threads, thread)
end

local function octets(hex)
  if hex == "-" then return "" end
  return (hex:gsub("..", function(pair) return string.char(tonumber(pair, 16)) end))
end

local heads, tails, rooms = {}, {}, {}
local turn, counter = 0, 0
local run, offset, expected
wrong = 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, kind, host, before, room, after = line:match("(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)")
    local first, last = octets(before), octets(after)
    local head = method .. " " .. path .. " HTTP/1.1\r\nHost: " .. host .. "\r\n"
    if kind ~= "-" then
      head = head .. "Content-Type: " .. kind .. "\r\nContent-Length: " .. (#first + tonumber(room) + #last) .. "\r\n"
    end
    heads[#heads + 1] = head .. "\r\n" .. first
    rooms[#rooms + 1] = tonumber(room)
    tails[#tails + 1] = last
  end
  -- Each thread begins elsewhere.
  turn = (id - 1) * math.floor(#heads / 7)
  run = octets(args[2]) .. string.char(id)
  offset = tonumber(args[3])
  expected = octets(args[4])
end

local function nonce(length)
  counter = counter + 1
  local left, text = counter, run
  while #text < length do
    text = text .. string.char(left % 256)
    left = math.floor(left / 256)
  end
  return text:sub(1, length)
end

function request()
  turn = turn % #heads + 1
  if rooms[turn] == 0 then return heads[turn] .. tails[turn] end
  return heads[turn] .. nonce(rooms[turn]) .. tails[turn]
end

function response(status, headers, body)
  if status ~= 200 or body:sub(offset + 1, offset + #expected) ~= expected then
    wrong = wrong + 1
  end
end

function done(summary, latency, requests)
  local refused = 0
  for _, thread in ipairs(threads) do
    refused = refused + thread:get("wrong")
  end
  local errors = summary.errors
  print(string.format(
    "MEASURED requests=%d micros=%d p50=%d p99=%d connect=%d read=%d write=%d timeout=%d wrong=%d",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.timeout, refused))
end
