/* Makes flite's clustergen voices say given phonemes and writes the vocoder's parameters.
 *
 * stdin, one utterance a line, fields separated by tabs:
 *     voice (slt, rms, awb), then per word  name|punctuation|phones
 * where phones are flite's, blank-separated, stress as a final 0 or 1 ("hh ax0 l ow1") and
 * punctuation is empty where no phrase ends.  stdout, native-endian binary per utterance:
 *     int32 frame count, int32 segment count
 *     segments: char[8] phone, int32 word (0-based, -1 pause), int32 frame count
 *     frames (5 ms): float32 F0 in Hz (0: unvoiced), 25 mel-cepstral coefficients, 5 voicing strengths
 * A line that fails is answered with zero frames and zero segments.  The line "filters" is answered
 * with the voicing bands' FIR filters (16 kHz): int32 bands, int32 taps, float32 each.
 */
#include <flite/flite.h>
#include <flite/cst_cg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BANDS = 5, MAX_LINE = 65536 };

cst_voice *register_cmu_us_slt(const char *directory);
cst_voice *register_cmu_us_rms(const char *directory);
cst_voice *register_cmu_us_awb(const char *directory);
cst_track *mlpg(const cst_track *parameters, cst_cg_db *db);

static cst_val *one_word_per_token(cst_item *token)
{
    return cons_val(string_val(item_feat_string(token, "name")), NULL);
}

/* Phrases end where our text has a mark, and nowhere else. */
static cst_utterance *phrases_at_marks(cst_utterance *utterance)
{
    cst_relation *phrases = utt_relation_create(utterance, "Phrase");
    cst_item *phrase = NULL, *last = NULL;
    for (cst_item *word = utt_rel_head(utterance, "Word"); word; word = item_next(word)) {
        if (!phrase) {
            last = phrase = relation_append(phrases, NULL);
            item_set_string(phrase, "name", "B");
        }
        item_add_daughter(phrase, word);
        if (*ffeature_string(word, "R:Token.parent.punc"))
            phrase = NULL;
    }
    if (last && item_prev(last))
        item_set_string(last, "name", "BB");
    return utterance;
}

static void put_int(int32_t value)
{
    fwrite(&value, sizeof value, 1, stdout);
}

static cst_utterance *no_change(cst_utterance *utterance)
{
    return utterance;
}

/* The built-in waveform step ends after its first chunk: only the parameters are wanted. */
static int stop_at_once(const cst_wave *wave, int start, int size, int last, cst_audio_streaming_info *info)
{
    (void)wave, (void)start, (void)size, (void)last, (void)info;
    return CST_AUDIO_STREAM_STOP;
}

static cst_voice *open_voice(const char *name)
{
    static cst_voice *voices[3];
    static const char *const names[3] = {"slt", "rms", "awb"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(name, names[i]))
            continue;
        if (!voices[i]) {
            voices[i] = i == 0 ? register_cmu_us_slt(NULL) : i == 1 ? register_cmu_us_rms(NULL) : register_cmu_us_awb(NULL);
            feat_set(voices[i]->features, "tokentowords_func", itemfunc_val(&one_word_per_token));
            feat_set(voices[i]->features, "phrasing_func", uttfunc_val(&phrases_at_marks));
            feat_set(voices[i]->features, "postlex_func", uttfunc_val(&no_change));
        }
        return voices[i];
    }
    return NULL;
}

static void write_filters(void)
{
    cst_cg_db *db = val_cg_db(feat_val(open_voice("slt")->features, "cg_db"));
    put_int(db->ME_num);
    put_int(db->ME_order);
    for (int band = 0; band < db->ME_num; band++)
        for (int tap = 0; tap < db->ME_order; tap++) {
            float value = db->me_h[band][tap];
            fwrite(&value, sizeof value, 1, stdout);
        }
}

static int add_tokens(cst_utterance *utterance, char *words)
{
    cst_relation *tokens = utt_relation_create(utterance, "Token");
    char *save = NULL, spaced[2048];
    int count = 0;
    for (char *field = strtok_r(words, "\t", &save); field; field = strtok_r(NULL, "\t", &save)) {
        char *mark = strchr(field, '|'), *phones = mark ? strchr(mark + 1, '|') : NULL;
        if (!phones)
            return 0;
        *mark++ = *phones++ = '\0';
        cst_item *token = relation_append(tokens, NULL);
        item_set_string(token, "name", field);
        item_set_string(token, "whitespace", " ");
        item_set_string(token, "prepunctuation", "");
        item_set_string(token, "punc", mark);
        /* flite skips a token whose phones equal its neighbour's; an extra blank tells them apart. */
        snprintf(spaced, sizeof spaced, count % 2 ? " %s" : "%s", phones);
        item_set_string(token, "phones", spaced);
        item_set_int(token, "word_index", ++count);
    }
    return count;
}

static void write_utterance(cst_utterance *utterance)
{
    cst_cg_db *db = val_cg_db(utt_feat_val(utterance, "cg_db"));
    const cst_track *raw = val_track(utt_feat_val(utterance, "param_track"));
    const cst_track *strengths = val_track(utt_feat_val(utterance, "str_track"));
    cst_track *smooth = mlpg(raw, db);
    int segments = 0;
    for (cst_item *s = utt_rel_head(utterance, "Segment"); s; s = item_next(s))
        segments++;
    put_int(smooth->num_frames);
    put_int(segments);
    for (cst_item *s = utt_rel_head(utterance, "Segment"); s; s = item_next(s)) {
        char name[8] = {0};
        int frames = 0;
        memcpy(name, item_name(s), strnlen(item_name(s), sizeof name - 1));
        for (cst_item *state = item_daughter(item_as(s, "segstate")); state; state = item_next(state))
            for (cst_item *f = item_daughter(item_as(state, "mcep_link")); f; f = item_next(f))
                frames++;
        fwrite(name, sizeof name, 1, stdout);
        put_int(ffeature_int(s, "R:SylStructure.parent.parent.R:Token.parent.word_index") - 1);
        put_int(frames);
    }
    for (int i = 0; i < smooth->num_frames; i++) {
        fwrite(smooth->frames[i], sizeof(float), smooth->num_channels, stdout);
        fwrite(strengths->frames[i], sizeof(float), BANDS, stdout);
    }
    delete_track(smooth);
}

int main(void)
{
    static char line[MAX_LINE];
    flite_init();
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (!strcmp(line, "filters")) {
            write_filters();
            fflush(stdout);
            continue;
        }
        char *words = strchr(line, '\t');
        if (words)
            *words++ = '\0';
        cst_voice *voice = open_voice(line);
        cst_utterance *utterance = new_utterance();
        if (voice && words && add_tokens(utterance, words)) {
            cst_audio_streaming_info *stream = new_audio_streaming_info();
            stream->min_buffsize = 1;
            stream->asc = stop_at_once;
            utt_init(utterance, voice);
            feat_set(utterance->features, "streaming_info", audio_streaming_info_val(stream));
            utterance = utt_synth_tokens(utterance);
            write_utterance(utterance);
        } else {
            put_int(0);
            put_int(0);
        }
        fflush(stdout);
        delete_utterance(utterance);
    }
    return 0;
}
