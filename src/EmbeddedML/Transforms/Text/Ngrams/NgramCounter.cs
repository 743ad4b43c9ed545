using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Counts the n-grams in vectors of keys, and weighs them.</summary>
internal sealed class NgramCounter
{
    private readonly NgramDictionary _dictionary;
    private readonly NgramScanner _scanner;
    private readonly List<NgramQuery> _queries = [];
    private readonly SlotCounter _counts = new();
    private readonly float[] _frequencies;

    private NgramCounter(NgramDictionary dictionary, ulong keyCount)
    {
        _dictionary = dictionary;
        _scanner = new NgramScanner(dictionary.NgramLength, dictionary.SkipLength, keyCount);
        _frequencies = Array.ConvertAll(dictionary.InverseDocumentFrequencies, frequency => (float)frequency);
    }

    public static Delegate CreateGetter(NgramDictionary dictionary, DataViewRow input, DataViewSchema.Column column)
        => RawTypes.Invoke(column.Type.ItemTypeOrSelf().RawType, new Factory(dictionary, input, column));

    private ValueGetter<VBuffer<float>> Count<TKey>(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<float> value) =>
        {
            getter(ref keys);
            CountNgrams(keys, ref value);
            if (_dictionary.UsesFrequencies)
                Weigh(ref value);
        };
    }

    private void CountNgrams<TKey>(in VBuffer<TKey> keys, ref VBuffer<float> value)
    {
        NgramPool pool = _dictionary.Pool;
        _counts.Reset(pool.Count);
        if (pool.Count > 0)
        {
            _queries.Clear();
            var visitor = new Visitor(this);
            _scanner.Scan(keys, ref visitor);
            foreach (NgramQuery query in CollectionsMarshal.AsSpan(_queries))
            {
                int slot = pool.Answer(query);
                if (slot >= 0)
                    _counts.Add(slot);
            }
        }
        _counts.CopyTo(ref value);
    }

    private void Weigh(ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.CreateFromBuffer(ref value);
        for (int i = 0; i < editor.Values.Length; i++)
        {
            int slot = value.IsDense ? i : editor.Indices[i];
            ref float slotValue = ref editor.Values[i];
            if (_dictionary.Weighting == NgramExtractingEstimator.WeightingCriteria.TfIdf)
                slotValue = (float)(slotValue * _dictionary.InverseDocumentFrequencies[slot]);
            else
                slotValue = slotValue >= 1 ? _frequencies[slot] : 0;
        }
        value = editor.Commit();
    }

    private readonly struct Visitor(NgramCounter counter) : INgramVisitor
    {
        public bool Visit(ReadOnlySpan<uint> ngram)
        {
            if (counter._dictionary.HasLength[ngram.Length - 1])
                counter._queries.Add(counter._dictionary.Pool.Ask(ngram));
            return true;
        }
    }

    private sealed class Factory(NgramDictionary dictionary, DataViewRow input, DataViewSchema.Column column) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<TKey>()
            => new NgramCounter(dictionary, ((KeyDataViewType)column.Type.ItemTypeOrSelf()).Count).Count(input.GetGetter<VBuffer<TKey>>(column));
    }
}
