using System.Collections.Immutable;
using System.Text.Json;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The header entry for a float tensor, or for a single integer (a counter), which has no format.</summary>
internal sealed record SafetensorsEntry(string Name, ImmutableArray<int> Shape, int Size, FloatFormat? Format)
{
    /// <summary>The number of bytes of the values.</summary>
    public long ByteCount => Format is { } format ? (long)Size * format.Size() : sizeof(long);
}

/// <summary>Parses and validates the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>Returns the entries by ascending offset. The values must start at byte 0 and have no gaps or overlaps.</summary>
    /// <exception cref="InvalidDataException">The header is not valid; the message names the tensor.</exception>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(ReadOnlyMemory<byte> json)
    {
        Dictionary<string, string> metadata = [];
        List<(SafetensorsEntry Entry, long Begin, long End)> entries = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException("The safetensors header is not a JSON object.");
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    ReadMetadata(property.Value, metadata);
                }
                else
                {
                    entries.Add(ParseEntry(property.Name, property.Value));
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text has bytes that are not UTF-8, or half of a surrogate pair.
            throw new InvalidDataException($"The safetensors header is not valid JSON: {exception.Message}", exception);
        }

        entries.Sort((left, right) => left.Begin.CompareTo(right.Begin));
        long end = 0;
        foreach ((SafetensorsEntry entry, long begin, long entryEnd) in entries)
        {
            if (begin != end)
            {
                throw new InvalidDataException(
                    $"The values of {entry.Name} begin at byte {begin} instead of {end}: "
                    + $"they {(begin < end ? "overlap the previous values" : "leave a gap")}.");
            }

            end = entryEnd;
        }

        return ([.. entries.Select(item => item.Entry)], metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                // Every name is read, so that one that is not text is refused.
                string name = property.Name;
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    metadata.Add(name, property.Value.GetString()!);
                }
            }
        }
    }

    private static (SafetensorsEntry Entry, long Begin, long End) ParseEntry(string name, JsonElement element)
    {
        string dtype = Member(name, element, "dtype", JsonValueKind.String).GetString()!;
        bool isCounter = dtype == "I64" && Numbers(name, element, "shape").Count == 0;
        FloatFormat? format = FloatFormats.Find(dtype);
        if (format is null && !isCounter)
        {
            throw new InvalidDataException(
                $"The tensor {name} has the dtype {dtype}; this library reads F32, F16, BF16, F64, and I64 without dimensions.");
        }

        ImmutableArray<int> shape = [.. Numbers(name, element, "shape").Select(number => number <= int.MaxValue ? (int)number : 0)];
        int size = isCounter ? 1 : CheckedSize(name, shape);
        SafetensorsEntry entry = new(name, shape, size, format);
        long bytes = entry.ByteCount;
        List<long> offsets = Numbers(name, element, "data_offsets");
        if (offsets.Count != 2 || offsets[1] - offsets[0] != bytes)
        {
            throw new InvalidDataException(
                $"The tensor {name} {Shapes.Text(shape)} needs {bytes} bytes; its data_offsets are [{string.Join(", ", offsets)}].");
        }

        return (entry, offsets[0], offsets[1]);
    }

    private static int CheckedSize(string name, ImmutableArray<int> shape)
    {
        try
        {
            return Shapes.Size(shape, name);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The tensor {name} has an invalid shape: {exception.Message}", exception);
        }
    }

    private static List<long> Numbers(string name, JsonElement element, string member)
    {
        List<long> numbers = [];
        foreach (JsonElement item in Member(name, element, member, JsonValueKind.Array).EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                throw new InvalidDataException(
                    $"The tensor {name} has {item.GetRawText()} in its {member}; accepted: whole numbers of 0 or more.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static JsonElement Member(string name, JsonElement element, string member, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new InvalidDataException($"The tensor {name} has no {member} in its header.");
}
