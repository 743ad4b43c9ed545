using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>Strings columns of one item type together to a vector column.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private readonly IReadOnlyList<Concatenation> _concatenations;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, IReadOnlyList<Concatenation> concatenations)
        : base(env.Register(nameof(ColumnConcatenatingTransformer)))
        => _concatenations = concatenations;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new ConcatenationMapper(inputSchema, _concatenations);

    private protected override void SaveModel(ModelSaveContext ctx) => ConcatenationFormat.Save(ctx, _concatenations);
}
