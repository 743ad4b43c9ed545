using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values to keys. The keys' annotation "KeyValues" has the values for which they stand.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string RegistrationName = "Term";

    private readonly TermMap[] _maps;
    private readonly bool[] _keyValuesAsText;

    internal ValueToKeyMappingTransformer(IHost host, IReadOnlyList<InputOutputColumnPair> columns, TermMap[] maps, bool[] keyValuesAsText)
        : base(host, columns)
    {
        _maps = maps;
        _keyValuesAsText = keyValuesAsText;
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(ValueToKeyMappingFormat.Version);
        SaveColumns(ctx);
        ValueToKeyMappingFormat.Save(ctx, _maps, _keyValuesAsText);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly ValueToKeyMappingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, ValueToKeyMappingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            for (int i = 0; i < Inputs.Count; i++)
            {
                TermMapTraining.CheckType(Inputs[i]);
                DataViewType itemType = Inputs[i].Type.ItemTypeOrSelf();
                if (!itemType.Equals(parent._maps[i].ItemType))
                    throw new InvalidOperationException($"The column '{Inputs[i].Name}' must have values of {parent._maps[i].ItemType}, but it has {itemType}.");
            }
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            _parent._maps[column].AddKeyValues(annotations, Inputs[column], _parent._keyValuesAsText[column]);
            annotations.Add(Inputs[column].Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(
                Columns[column].OutputColumnName, Inputs[column].Type.WithItemType(_parent._maps[column].KeyType), annotations.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow input, int column) => _parent._maps[column].CreateGetter(input, Inputs[column]);
    }
}
