using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The header entry for a float tensor, or for a single integer (a counter), which has no format.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Size">The number of values.</param>
/// <param name="Format">The format of the values; null if they are not floats.</param>
internal sealed record SafetensorsEntry(string Name, ImmutableArray<int> Shape, int Size, FloatFormat? Format)
{
    /// <summary>What the tensor is, if its values are passed over; see <see cref="SafetensorsContent.Others"/>. Null if they are read.</summary>
    public string? Other { get; init; }

    /// <summary>The number of bytes of the values.</summary>
    public long ByteCount => (long)Size * ValueSize;

    /// <summary>The number of bytes of one value.</summary>
    public int ValueSize { get; init; } = Format?.Size() ?? sizeof(long);
}

/// <summary>Parses and validates the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    private const string Counter = "I64";

    // The types of safetensors that are no floats of this library, by the number of bytes of a value.
    private static readonly FrozenDictionary<string, int> s_otherTypes = new Dictionary<string, int>
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E4M3"] = 1, ["F8_E5M2"] = 1, ["U16"] = 2, ["I16"] = 2, ["U32"] = 4, ["I32"] = 4, ["U64"] = 8, [Counter] = 8,
    }.ToFrozenDictionary();

    /// <summary>Returns the entries by ascending offset. The values must start at byte 0 and have no gaps or overlaps.</summary>
    /// <param name="json">The header.</param>
    /// <param name="passesOver">Whether tensors that no network has as parameters are accepted; see <see cref="SafetensorsContent.Others"/>.</param>
    /// <exception cref="InvalidDataException">The header is not valid; the message names the tensor.</exception>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(
        ReadOnlyMemory<byte> json, bool passesOver)
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
                    entries.Add(ParseEntry(property.Name, property.Value, passesOver));
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

    private static (SafetensorsEntry Entry, long Begin, long End) ParseEntry(string name, JsonElement element, bool passesOver)
    {
        string dtype = Member(name, element, "dtype", JsonValueKind.String).GetString()!;
        List<long> dimensions = Numbers(name, element, "shape");
        bool isCounter = dtype == Counter && dimensions.Count == 0;
        FloatFormat? format = FloatFormats.Find(dtype);
        bool isOther = passesOver && (format is null ? !isCounter && s_otherTypes.ContainsKey(dtype) : dimensions.Count == 0);
        if (format is null && !isCounter && !isOther)
        {
            throw new InvalidDataException(
                $"The tensor {name} has the dtype {dtype}; this library reads F32, F16, BF16, F64, and I64 without dimensions.");
        }

        ImmutableArray<int> shape = [.. dimensions.Select(number => number <= int.MaxValue ? (int)number : 0)];
        int size = shape.IsEmpty && (isCounter || isOther) ? 1 : CheckedSize(name, shape);
        SafetensorsEntry entry = new(name, shape, size, format);
        if (isOther)
        {
            entry = entry with { Other = $"{dtype} {Shapes.Text(shape)}", ValueSize = format?.Size() ?? s_otherTypes[dtype] };
        }

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
