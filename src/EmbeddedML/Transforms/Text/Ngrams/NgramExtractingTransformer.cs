using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Maps vectors of keys to vectors with a slot for each n-gram that was learned.</summary>
public sealed class NgramExtractingTransformer : OneToOneTransformerBase
{
    private readonly IReadOnlyList<NgramDictionary> _dictionaries;

    internal NgramExtractingTransformer(
        IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, Func<IReadOnlyList<NgramDictionary>> dictionaries)
        : base(env.Register(nameof(NgramExtractingTransformer)), columns)
        => _dictionaries = dictionaries();

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(NgramExtractingFormat.Version);
        SaveColumns(ctx);
        foreach (NgramDictionary dictionary in _dictionaries)
            NgramExtractingFormat.Save(dictionary, ctx);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly NgramExtractingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, NgramExtractingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            foreach (DataViewSchema.Column input in Inputs)
                NgramExtractingEstimator.CheckType(input);
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            NgramPool pool = _parent._dictionaries[column].Pool;
            var annotations = new DataViewSchema.Annotations.Builder();
            if (Inputs[column].HasKeyValues())
            {
                var names = new NgramNames(Inputs[column], pool);
                annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, pool.Count), names.Get);
            }
            return new DataViewSchema.DetachedColumn(
                Columns[column].OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, pool.Count), annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column)
            => NgramCounter.CreateGetter(_parent._dictionaries[column], input, Inputs[column]);
    }
}
