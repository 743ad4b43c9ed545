namespace Microsoft.ML.Data;

/// <summary>How many cursors a view that can be read by several of them gives.</summary>
internal static class CursorSets
{
    /// <summary>As many as there are processors, less the one that reads what the cursors deliver.</summary>
    public static int Default => Math.Max(2, Environment.ProcessorCount - 1);

    /// <summary>The number asked for, up to twice the default, which stands for 0.</summary>
    public static int Count(int requested) => requested <= 0 ? Default : Math.Min(requested, 2 * Default);
}
