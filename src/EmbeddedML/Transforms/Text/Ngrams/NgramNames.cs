using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Names n-grams after what their keys stand for.</summary>
internal sealed class NgramNames(DataViewSchema.Column keys, NgramPool pool)
{
    private const string Separator = "|";
    private const string MissingKey = "*";

    public void Get(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        VBuffer<ReadOnlyMemory<char>> keyValues = default;
        keys.GetKeyValues(ref keyValues);
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, pool.Count);
        var names = new List<string>();
        for (int id = 0; id < pool.Count; id++)
        {
            names.Clear();
            foreach (uint key in pool[id])
                names.Add(key == 0 || key > keyValues.Length ? MissingKey : keyValues.GetItemOrDefault((int)key - 1).ToString());
            editor.Values[id] = string.Join(Separator, names).AsMemory();
        }
        value = editor.Commit();
    }
}
