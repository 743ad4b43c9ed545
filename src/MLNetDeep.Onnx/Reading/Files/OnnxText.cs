namespace MLNetDeep.Onnx;

/// <summary>Texts of ONNX models in messages.</summary>
internal static class OnnxText
{
    private const int MaxLength = 100;
    private const int MaxItems = 6;

    /// <summary>Returns a name, cut if it is long.</summary>
    public static string Short(string name) => name.Length <= MaxLength ? name : $"{name.AsSpan(0, MaxLength)}...";

    /// <summary>Returns names in a list, of which a long one is cut.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] items = [.. names.Take(MaxItems + 1).Select(Short)];
        return items.Length == 0 ? "none" : string.Join(", ", items.Take(MaxItems)) + (items.Length > MaxItems ? ", ..." : "");
    }

    /// <summary>Returns a shape as <c>[2, 3]</c>.</summary>
    public static string Shape<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape.Take(MaxItems * 2))}]";

    /// <summary>Whether operators of a domain are ONNX's own.</summary>
    public static bool IsStandardDomain(string domain) => domain is "" or "ai.onnx";
}
