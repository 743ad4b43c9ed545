namespace Microsoft.ML.Data;

/// <summary>Names for the slots of a vector, of which some may have none.</summary>
internal sealed class SlotNameList(int size)
{
    private readonly ReadOnlyMemory<char>[] _names = new ReadOnlyMemory<char>[size];
    private int _count;

    public void Set(int slot, string name)
    {
        if (name.Length == 0)
            return;
        _names[slot] = name.AsMemory();
        _count++;
    }

    /// <summary>Writes the names, as a sparse vector where fewer than half of the slots have one.</summary>
    public void CopyTo(ref VBuffer<ReadOnlyMemory<char>> destination)
    {
        if (_count > 0 && _count >= size / 2)
        {
            VBufferEditor<ReadOnlyMemory<char>> dense = VBufferEditor.Create(ref destination, size);
            _names.CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref destination, size, _count);
        for (int slot = 0, stored = 0; stored < _count; slot++)
        {
            if (_names[slot].IsEmpty)
                continue;
            editor.Values[stored] = _names[slot];
            editor.Indices[stored++] = slot;
        }
        destination = editor.Commit();
    }
}
