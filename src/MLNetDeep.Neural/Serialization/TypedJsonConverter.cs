using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads and writes objects whose member "type" says which type they have; see <see cref="NetworkTypes"/>. System.Text.Json's own derived types
/// do the same, but prepare all of them at the first use.
/// </summary>
/// <typeparam name="T">The base type.</typeparam>
internal sealed class TypedJsonConverter<T> : JsonConverter<T>
    where T : class
{
    /// <exception cref="InvalidDataException">The member is missing, or is not the name of a type that fits here.</exception>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string name = ReadName(reader) ?? throw new InvalidDataException("The network's JSON has an object without the name of its type.");
        return NetworkTypes.Find(name) is { } type && type.IsAssignableTo(typeof(T))
            ? (T?)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(type))
            : throw new InvalidDataException($"The network's JSON has the type '{name}' in the place of a {typeof(T).Name}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));

    // The reader is a copy, so the object is read again from its start.
    private static string? ReadName(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isName = reader.ValueTextEquals(NetworkTypes.Member);
            reader.Read();
            if (isName)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
