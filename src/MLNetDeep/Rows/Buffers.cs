using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>Prepares a buffer for the next row.</summary>
internal static class Buffers
{
    /// <summary>
    /// Makes a vector empty but keeps its memory. If a getter then fails to write the vector, the values of the previous row are gone.
    /// </summary>
    public static void Empty<T>(ref VBuffer<T> vector) => vector = VBufferEditor.Create(ref vector, 0).Commit();
}
