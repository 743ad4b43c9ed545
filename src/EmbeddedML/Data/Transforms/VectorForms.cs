namespace Microsoft.ML.Data;

/// <summary>Changes vectors between their dense and sparse forms, in their own arrays.</summary>
internal static class VectorForms
{
    /// <summary>Stores all slots of a vector.</summary>
    public static void Densify<T>(ref VBuffer<T> vector)
    {
        if (vector.IsDense)
            return;
        ReadOnlySpan<int> indices = vector.GetIndices();
        int next = indices.Length - 1;
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, vector.Length, keepOldOnResize: true);
        // From the end, so that a value is moved before its place is written over.
        for (int slot = vector.Length - 1; slot >= 0; slot--)
            editor.Values[slot] = next >= 0 && indices[next] == slot ? editor.Values[next--] : default!;
        vector = editor.Commit();
    }
}
