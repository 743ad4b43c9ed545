using System.Text;
using System.Text.Json;

namespace MLNetDeep.Data;

/// <summary>Reads Keras's word_index.json: a JSON object that maps each word to its index, at least 1.</summary>
internal static class WordIndexFile
{
    /// <summary>Reads the words, by index.</summary>
    /// <exception cref="InvalidDataException">The file is not a JSON object of words and indices, or two words have the same
    /// index.</exception>
    public static Dictionary<int, string> Read(string path)
    {
        ReadOnlySpan<byte> json = File.ReadAllBytes(path);
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        Utf8JsonReader reader = new(json);
        Dictionary<int, string> words = new();
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Error(path, reader, "an object with words and their indices is needed");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string word = reader.GetString()!;
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int index) || index < 1)
                {
                    throw Error(path, reader, $"the index of '{word}' is not an integer from 1 upwards");
                }

                if (!words.TryAdd(index, word))
                {
                    throw Error(path, reader, $"'{words[index]}' and '{word}' have the same index {index}");
                }
            }

            if (reader.Read())
            {
                throw Error(path, reader, "there is more after the end of the object");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Error(path, reader, $"this is not JSON in UTF-8 ({e.Message})");
        }

        return words;
    }

    private static InvalidDataException Error(string path, in Utf8JsonReader reader, string problem) =>
        new($"'{path}' at offset {reader.TokenStartIndex}: {problem}.");
}
