using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The columns that a training reads.</summary>
internal sealed record TrainingColumns(DataViewSchema.Column Features, LabelColumn Label, DataViewSchema.Column? Weight)
{
    public int FeatureCount => ((VectorDataViewType)Features.Type).Size;

    public IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label.Column, weight] : [Features, Label.Column];
}
