using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Util;

namespace BaiguStore.Core.Search;

/// <summary>
/// A match has the score that the query assigns, independent of term frequency and text length: buyers expect the same order for 交换机 and for 路由器, and
/// the same tomorrow.
/// </summary>
internal sealed class TierSimilarity : Similarity
{
    public override long ComputeNorm(FieldInvertState state) => 1;

    public override SimWeight ComputeWeight(float queryBoost, CollectionStatistics collectionStats, params TermStatistics[] termStats) => new Weight(queryBoost);

    public override SimScorer GetSimScorer(SimWeight weight, AtomicReaderContext context) => new Scorer((Weight)weight);

    private sealed class Weight(float own) : SimWeight
    {
        public float Value { get; private set; }

        public override float GetValueForNormalization() => 1;

        public override void Normalize(float queryNorm, float topLevelBoost) => Value = own * topLevelBoost;
    }

    private sealed class Scorer(Weight weight) : SimScorer
    {
        public override float Score(int doc, float freq) => weight.Value;

        public override float ComputeSlopFactor(int distance) => 1;

        public override float ComputePayloadFactor(int doc, int start, int end, BytesRef payload) => 1;
    }
}
