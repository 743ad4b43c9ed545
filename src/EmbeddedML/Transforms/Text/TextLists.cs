using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Lists of texts as vectors.</summary>
internal static class TextLists
{
    /// <summary>Writes a dense vector of the texts.</summary>
    public static void Copy(List<ReadOnlyMemory<char>> texts, ref VBuffer<ReadOnlyMemory<char>> destination)
    {
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref destination, texts.Count);
        CollectionsMarshal.AsSpan(texts).CopyTo(editor.Values);
        destination = editor.Commit();
    }
}
