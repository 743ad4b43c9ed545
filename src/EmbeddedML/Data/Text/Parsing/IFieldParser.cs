namespace Microsoft.ML.Data;

/// <summary>
/// Reads the text of a field as a value. Parsers are structs, so that the code for each is compiled as one piece with what calls it.
/// </summary>
internal interface IFieldParser<T>
{
    /// <summary>False where the text is not one of the type; the value is then what is loaded where that is allowed.</summary>
    bool TryParse(ReadOnlySpan<char> text, out T value);
}
